var metadata = new PageMetadata { Title = "Error", Robots = "noindex" };

// The message of an ApiException is for readers. For any other exception it is "Internal Server Error".
Html Page(ApiException problem) =>
    $"""
    <section class="hero">
      <p class="overline">{problem.Status}</p>
      <h1>{problem.Message}</h1>
      <p>Go back and try again, or start at the {Link("/", "first page")}.</p>
    </section>
    """;
