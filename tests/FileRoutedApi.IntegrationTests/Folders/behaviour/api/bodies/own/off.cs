var config = new RouteConfig { Api = { BodyParser = false } };

async Task<long> POST(HttpContext context)
{
    using var body = new MemoryStream();
    await context.Request.Body.CopyToAsync(body);
    return body.Length;
}
