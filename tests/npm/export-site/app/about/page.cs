var metadata = new PageMetadata { Title = "About" };

Html Page() => $"<h1>About</h1>";
