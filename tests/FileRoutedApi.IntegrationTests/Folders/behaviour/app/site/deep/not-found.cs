Html Page() => $"<h1>Deep: not here</h1>";
