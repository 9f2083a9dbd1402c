var metadata = new PageMetadata { Title = "Not found", Robots = "noindex" };

Html Page() =>
    $"""
    <section class="hero">
      <p class="overline">404</p>
      <h1>There is nothing in this margin</h1>
      <p>The page was moved, or it never existed. {Link("/blog", "All posts")} are still here.</p>
    </section>
    """;
