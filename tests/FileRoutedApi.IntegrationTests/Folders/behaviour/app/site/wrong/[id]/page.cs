Html Page(int id) => id < 0 ? throw new ApiException(409, "Conflict <b>") : (Html)$"<h1>{id}</h1>";
