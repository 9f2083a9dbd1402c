Html Layout(Html children) => $"""
    <html lang="en">
    <body>
    <header><nav>{Link("/", "Home")} {Link("/table", "Customers")} {Link("/fortunes", "Fortunes")}</nav></header>
    <main>{children}</main>
    </body>
    </html>
    """;
