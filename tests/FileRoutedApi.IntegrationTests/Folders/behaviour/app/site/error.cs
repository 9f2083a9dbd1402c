Html Page(Exception exception) => $"<h1>Broken: {exception.Message}</h1>";
