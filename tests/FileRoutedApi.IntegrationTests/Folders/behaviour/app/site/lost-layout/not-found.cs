Html Page() => $"<h1>Not by this file</h1>";
