var metadata = new PageMetadata { Title = "Error", Robots = "noindex" };

// With an ApiException, this page is also the response to a comment that is not valid, and to too many of them.
Html Page(ApiException problem) =>
    $"""
    <section class="hero">
      <p class="overline">{problem.Status}</p>
      <h1>{problem.Message}</h1>
      {Html.If(problem.Errors is not null, () => $"<ul>{Html.Each(problem.Errors!.Values.SelectMany(messages => messages), message => $"<li>{message}</li>")}</ul>")}
      <p>Go back and try again, or start at the {Link("/", "first page")}.</p>
    </section>
    """;
