var metadata = new PageMetadata
{
    Title = "About",
    Description = "What this blog is made of.",
    Canonical = "/about",
};

Html Page() =>
    $"""
    <article class="prose">
      <h1>About</h1>
      <p>
        This blog is a sample. A file is a page, a folder is a part of the URL, and the layout around the pages stays in the browser while
        you follow links: type something into the search field and walk around.
      </p>
      <h2>What it is made of</h2>
      <dl>
        <dt><code>app/</code></dt><dd>The pages and layouts, and beside them the components and the code that they share.</dd>
        <dt><code>api/</code></dt><dd>One API route, which invalidates the cached pages.</dd>
        <dt><code>public/</code></dt><dd>One stylesheet, one icon, and a script of ten lines.</dd>
        <dt><code>blog.db</code></dt><dd>Posts and comments in SQLite.</dd>
      </dl>
      <p>It works without JavaScript, in light and dark, and on a phone.</p>
    </article>
    """;
