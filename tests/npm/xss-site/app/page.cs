PageMetadata Metadata(string text) => new() { Title = text, Description = text };

Html Page(string text) => $"""
    <p id="text">{text}</p>
    <a class="target" href="{text}" target="_blank">double</a> <a class="target" href='{text}' target="_blank">single</a>
    <img alt="{text}" src="{text}">
    <input id="focus" value="{text}" title='{text}'>
    <textarea>{text}</textarea>
    <form action="{text}"></form>
    """;
