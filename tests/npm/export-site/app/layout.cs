var metadata = new PageMetadata { Title = { Default = "Exported", Template = "%s - Exported" } };

Html Layout(Html children) => $"""
    <html lang="en">
      <head><link rel="stylesheet" href="/site.css"></head>
      <body>
        <nav>
          {Link("/", "Home")} {Link("/blog", "Blog")} {Link("/blog/a%20b", "A blank")} {Link("/blog/über", "Über")}
          {Link("/about", "About", prefetch: true)}
        </nav>
        <input id="kept" placeholder="The value stays">
        <main>{children}</main>
      </body>
    </html>
    """;
