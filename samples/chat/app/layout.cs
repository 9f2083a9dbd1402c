var metadata = new PageMetadata
{
    Title = new PageTitle { Default = "Chat", Template = "%s · Chat" },
    Description = "A chat over WebSockets.",
    Icon = "/favicon.svg",
    Other = { ["color-scheme"] = "light dark" },
};

Html Layout(Html children) =>
    $"""
    <html lang="en">
      <head>
        <link rel="stylesheet" href="/style.css">
        <script type="module" src="/chat.js"></script>
      </head>
      <body>{children}</body>
    </html>
    """;
