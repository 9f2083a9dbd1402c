using System.Globalization;
using System.Xml.Linq;

var config = new RouteConfig { Revalidate = 3600, Tags = ["posts"] };

/// <summary>Returns the latest posts as RSS 2.0.</summary>
async Task<IResult> GET(BlogStore store, IConfiguration configuration, CancellationToken stop)
{
    var site = new Uri(configuration["Blog:BaseUrl"]!);
    var posts = await store.ListAsync(skip: 0, take: 20, stop);
    var feed = new XElement(
        "rss",
        new XAttribute("version", "2.0"),
        new XElement(
            "channel",
            new XElement("title", "Marginalia"),
            new XElement("link", site),
            new XElement("description", "Short notes about making web sites with few parts."),
            posts.Select(post => Item(post, new Uri(site, $"/blog/{post.Slug}")))));
    return Results.Text(feed.ToString(), "application/rss+xml; charset=utf-8");
}

static XElement Item(Post post, Uri url) => new(
    "item",
    new XElement("title", post.Title),
    new XElement("link", url),
    new XElement("guid", url),
    new XElement("pubDate", post.Published.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).ToString("R", CultureInfo.InvariantCulture)),
    new XElement("description", post.Summary));
