using Microsoft.AspNetCore.Mvc;

string POST([AsParameters] Search search) => Show.Values(search.Price, search.Level, search.Done);

record Search([FromForm] decimal? Price, [FromForm] Level? Level, [FromForm] bool? Done);
