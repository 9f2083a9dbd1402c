using System.Text.RegularExpressions;

PageMetadata Metadata(string room) => new() { Title = $"#{room}" };

Html Page(string room) => !Regex.IsMatch(room, "^[a-z0-9-]{1,32}$") ? NotFound() :
    $"""
    <main class="chat" data-room="{room}">
      <header>
        {Link("/", Back())}
        <h1>#{room}</h1>
        <p class="state" role="status" data-state="connecting">Connecting</p>
      </header>
      <ol class="messages" aria-label="Messages" aria-live="polite" tabindex="0"></ol>
      <form class="composer" autocomplete="off">
        <input name="name" aria-label="Your name" maxlength="32" required placeholder="Name">
        <input name="text" aria-label="Message" maxlength="1000" required placeholder="Message #{room}">
        <button disabled="{true}">Send</button>
      </form>
      <noscript><p>This page needs JavaScript.</p></noscript>
    </main>
    """;

Html Back() => $"""<svg viewBox="0 0 16 16" role="img" aria-label="All rooms"><path d="M10 3 5 8l5 5"/></svg>""";
