Html Page(int id) => id < 0 ? throw new ApiException(409, "Conflict <b>") : $"<h1>{id}</h1>";
