Html Page() => $"<h1>Home</h1>";
