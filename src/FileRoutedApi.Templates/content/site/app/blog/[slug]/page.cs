IEnumerable<string> StaticParams() => Posts.All.Select(post => post.Id);

PageMetadata Metadata(string slug) => new() { Title = Posts.Find(slug)?.Title };

Html Page(string slug) => Posts.Find(slug) is { } post
    ? $"<h1>{post.Title}</h1><p>{post.Text}</p>"
    : NotFound();
