PageMetadata Metadata(ApiRequest req) => new()
{
    Title = "\"Quoted\" </title><script>",
    Canonical = "/page?x=1&y=2",
    Robots = "noindex",
    Other = { ["replaced"] = "2" },
};

Html Page() => $"<h1>Metadata</h1>";
