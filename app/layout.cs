var metadata = new PageMetadata { Title = new PageTitle { Default = "FileRoutedApi", Template = "%s - FileRoutedApi" } };

Html Layout(Html children) =>
    $"""
    <html lang="en">
      <body>
        <nav>{Link("/", "Home")} {Link("/blog", "Blog")}</nav>
        <main>{children}</main>
      </body>
    </html>
    """;
