Html Page(string team) => $"<h1>{team}</h1>";
