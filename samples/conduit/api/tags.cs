/// <summary>Lists the tags that articles have.</summary>
async Task<TagsResponse> GET(Db db, CancellationToken stop) =>
    new(await db.Tags.Where(tag => tag.Articles.Count > 0).OrderBy(tag => tag.Name).Select(tag => tag.Name).ToListAsync(stop));

record TagsResponse(IReadOnlyList<string> Tags);
