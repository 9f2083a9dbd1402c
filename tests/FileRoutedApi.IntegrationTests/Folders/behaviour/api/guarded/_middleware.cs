var config = new MiddlewareConfig { Cors = "https://a.example" };

async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    res.SetHeader("X-Way", "outer");
    switch (req.Query["do"])
    {
        case var answer when answer == "answer":
            res.Status(403).SetCookie("seen", "yes").Json(new { answered = req.Path });
            return;
        case var redirect when redirect == "redirect":
            res.Redirect("/api/hello");
            return;
        case var rewrite when rewrite == "rewrite":
            await next("/api/guarded/inner/echo");
            return;
        case var query when query == "rewrite-query":
            await next("/api/guarded/inner/echo?new=1");
            return;
        case var fail when fail == "throw":
            throw new ApiException(418, "A teapot");
        case var fault when fault == "fault":
            throw new InvalidOperationException("from the middleware");
        case var header when header == "header":
            req.Headers["X-Added"] = "by the middleware";
            req.HttpContext.Items["note"] = "noted";
            break;
    }

    await next();
}
