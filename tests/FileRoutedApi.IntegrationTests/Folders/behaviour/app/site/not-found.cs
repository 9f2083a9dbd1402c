Html Page() => $"<h1>Not here</h1>";
