void Handler(ApiRequest req, ApiResponse res)
{
    res.Status(int.Parse(req.Query["code"]));
    switch ((string)req.Query["with"])
    {
        case "json": res.Json(new { a = 1 }); break;
        case "text": res.Send("text"); break;
        case "end": res.End(); break;
        case "endtext": res.End("text"); break;
    }
}
