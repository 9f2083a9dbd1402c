var metadata = new PageMetadata { Title = "Not found" };

Html Page() => $"<h1>Not found</h1>";
