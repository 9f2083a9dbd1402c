void Handler(ApiRequest req, ApiResponse res)
{
    if (req.Method == "PATCH")
    {
        res.Status(202).End("patched");
        return;
    }

    res.Json(new { name = req.Body["name"] });
}
