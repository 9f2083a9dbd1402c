// Continues with the path of the query, by next or by the context.
Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    string to = req.Query["to"];
    if (req.Query["by"] == "next")
    {
        return next(to);
    }

    req.HttpContext.Request.Path = to;
    return next();
}
