using Site;

IEnumerable<string> StaticParams() => Posts.All;

async Task<PageMetadata> Metadata(string slug)
{
    await Task.Yield();
    return new() { Title = slug };
}

Html Page(string slug) => Posts.All.Contains(slug) ? $"<h1>{slug}</h1>" : NotFound();
