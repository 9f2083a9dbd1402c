var config = new RouteConfig { Api = { BodyParser = false } };

async Task<object> POST(HttpContext context)
{
    using var copy = new MemoryStream();
    await context.Request.Body.CopyToAsync(copy);
    return new { copy.Length };
}
