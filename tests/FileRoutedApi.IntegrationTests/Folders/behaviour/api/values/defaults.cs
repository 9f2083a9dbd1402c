using Microsoft.AspNetCore.Mvc;

string GET([AsParameters] Paging paging, int take = 10, Level level = Level.High, [FromQuery] int[]? ids = null, decimal[]? prices = null, string? text = "none") =>
    Show.Values(take, level, ids, prices, text, paging.Page, paging.Rate);

record Paging(int Page = 1, decimal? Rate = null);
