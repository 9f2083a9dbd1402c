Html Page() =>
    $"""
    <h1>FraName</h1>
    <p>Edit <code>app/page.cs</code>: the browser shows the change when you save it.</p>
    """;
