var metadata = new PageMetadata { Title = "Blog" };

Html Page() => $"<h1>Blog</h1><ul><li>{Link("/blog/first", "First")}</li></ul>";
