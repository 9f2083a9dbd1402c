PageMetadata Metadata(IConfiguration configuration) => new()
{
    Title = new PageTitle { Default = "Marginalia", Template = "%s · Marginalia" },
    Description = "Short notes about making web sites with few parts.",
    BaseUrl = configuration["Blog:BaseUrl"],
    Icon = "/favicon.svg",
    OpenGraph = new OpenGraph { SiteName = "Marginalia" },
    Other = { ["color-scheme"] = "light dark" },
};

// The search field is in the layout, so it keeps its text while links are followed.
Html Layout(Html children, IConfiguration configuration) =>
    $"""
    <html lang="en">
      <head>
        <link rel="stylesheet" href="/style.css">
        <link rel="alternate" type="application/rss+xml" title="Marginalia" href="/feed.xml">
        <script type="module" src="/site.js"></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="site-header">
          <div class="bar">
            {Link("/", Logo(), prefetch: true)}
            <nav class="site-nav" aria-label="Site">
              {Link("/blog", "Posts", prefetch: true)}
              {Link("/about", "About")}
            </nav>
            {Html.If(configuration.GetValue("Blog:HasServer", true), Search())}
          </div>
        </header>
        <main id="content" class="page">{children}</main>
        <footer class="site-footer">
          <p>Made of C# files, served by FileRoutedApi. <a href="/feed.xml" data-navigate="off">RSS</a></p>
        </footer>
      </body>
    </html>
    """;

Html Search() =>
    $"""
    <form class="search" action="/search" role="search">
      <input type="search" name="q" placeholder="Search" aria-label="Search the posts" required>
      <button>Search</button>
    </form>
    """;

Html Logo() =>
    $"""
    <svg class="logo" viewBox="5 2 22 28" aria-hidden="true">
      <path d="M7 4h18v24H7z"/><path class="rule" d="M12 4v24"/><path class="note" d="M15.5 11h6m-6 5h6m-6 5h3"/>
    </svg><span>Marginalia</span>
    """;
