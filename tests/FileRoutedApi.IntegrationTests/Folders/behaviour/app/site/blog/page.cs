using Site;

var metadata = new PageMetadata { Title = "Blog" };

async Task<Html> Page()
{
    await Task.Yield();
    return $"<ul>{Html.Each(Posts.All, Posts.Item)}</ul>";
}
