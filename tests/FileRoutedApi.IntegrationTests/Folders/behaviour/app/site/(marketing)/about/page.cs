Html Page() => $"<h1>About</h1>";
