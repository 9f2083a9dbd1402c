using System.Text;

// Changes a response after the handler has returned, as the query says.
async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    var response = req.HttpContext.Response;
    var body = response.Body;
    using var inner = new MemoryStream();
    var wrap = (string)req.Query["wrap"];
    if (wrap is not null)
    {
        response.Body = inner;
    }

    await next();
    if (wrap is not null)
    {
        var text = Encoding.UTF8.GetString(inner.ToArray());
        response.Body = body;
        if (wrap == "without-length")
        {
            response.ContentLength = null;
        }

        await response.WriteAsync(wrap == "shorter" ? text[..Math.Min(1, text.Length)] : $"wrapped {text}");
    }

    try
    {
        Change(req.Query["set"], res);
    }
    catch (InvalidOperationException exception)
    {
        await response.WriteAsync(exception.Message);
    }
}

void Change(string what, ApiResponse res)
{
    switch (what)
    {
        case "header":
            res.SetHeader("X-After", "set");
            break;
        case "cookie":
            res.SetCookie("after", "set");
            break;
        case "status":
            res.Status(418);
            break;
        case "nothing":
            res.Status(204);
            break;
        case "replaced":
            res.Status(203).SetHeader("Content-Type", "text/plain").Send("another");
            break;
        case "added":
            res.Write(" and more");
            break;
        case "thrown":
            throw new ApiException(409, "Not like this");
    }
}
