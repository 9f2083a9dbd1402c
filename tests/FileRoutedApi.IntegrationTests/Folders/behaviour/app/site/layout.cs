var metadata = new PageMetadata { Title = new() { Template = "%s | Site", Default = "Site" }, Description = "The site" };

Html Layout(Html children) => $"""
    <html lang="en">
      <body><nav>{Link("/site", "Home")} {Link("/site/blog", "Blog", prefetch: true)}</nav><main>{children}</main></body>
    </html>
    """;
