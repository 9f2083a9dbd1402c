using System.Threading;

var count = 0;
var config = new RouteConfig { Revalidate = false, Tags = ["pages"] };

Html Page(string id) => $"<p>{id}: {Interlocked.Increment(ref count)}</p>";
