var metadata = new PageMetadata
{
    Title = new PageTitle { Default = "FraName", Template = "%s - FraName" },
};

Html Layout(Html children) =>
    $"""
    <html lang="en">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="icon" href="/favicon.svg">
        <link rel="stylesheet" href="/style.css">
      </head>
      <body>
        <nav>{Link("/", "Home")} {Link("/blog", "Blog")}</nav>
        <main>{children}</main>
      </body>
    </html>
    """;
