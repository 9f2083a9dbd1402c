Html Page(Exception exception) => $"<h1>Not by this file</h1>";
