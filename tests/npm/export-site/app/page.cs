Html Page() => $"""
    <h1>Home</h1>
    <p>A text with /blog, which is not a link. <a href="/feed.xml">Feed</a></p>
    <img src="/dot.svg" srcset="/dot.svg 1x, /dot.svg 2x" alt="">
    """;
