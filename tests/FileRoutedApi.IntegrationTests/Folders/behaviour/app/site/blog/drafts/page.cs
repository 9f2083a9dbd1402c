Html Page() => $"<h1>Drafts</h1>";
