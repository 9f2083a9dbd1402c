IEnumerable<string> StaticParams() => ["first", "a b", "über"];

PageMetadata Metadata(string slug) => new() { Title = slug };

Html Page(string slug) => $"<h1>{slug}</h1>";
