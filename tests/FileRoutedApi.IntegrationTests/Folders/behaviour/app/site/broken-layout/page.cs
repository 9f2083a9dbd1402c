Html Page() => $"<h1>Never</h1>";
