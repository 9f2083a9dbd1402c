void Handler(ApiRequest req, ApiResponse res)
{
    if (req.Method == "POST")
    {
        res.Status(201).Json(new { created = true });
    }
    else
    {
        res.Json(new { method = req.Method });
    }
}
