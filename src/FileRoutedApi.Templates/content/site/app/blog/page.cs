var metadata = new PageMetadata { Title = "Blog" };

Html Page() =>
    $"""
    <h1>Blog</h1>
    <ul>
      {Html.Each(Posts.All, post => $"<li>{Link($"/blog/{post.Id}", post.Title)}</li>")}
    </ul>
    """;
