Html Page(string[]? path) => $"<p>{string.Join("|", path ?? [])}</p>";
