Html Page() => $"<h1>Inside</h1>";
