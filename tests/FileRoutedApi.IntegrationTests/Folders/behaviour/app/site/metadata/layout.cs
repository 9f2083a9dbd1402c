var metadata = new PageMetadata
{
    Title = new() { Template = "%s in Metadata", Default = "Metadata" },
    BaseUrl = "https://example.com",
    Keywords = ["a", "b"],
    Canonical = "/of-layout",
    Icon = "/icon.svg",
    Other = { ["author"] = "Ada", ["replaced"] = "1" },
    OpenGraph = new() { SiteName = "Site", Images = ["/a.png", "https://cdn.example.com/b.png"] },
};

Html Layout(Html children) => children;
