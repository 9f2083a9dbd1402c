Html Page() => $"<h1>Not found</h1><p>{Link("/", "Home")}</p>";
