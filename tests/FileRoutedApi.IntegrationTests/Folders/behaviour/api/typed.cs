void Handler(ApiRequest req, ApiResponse<ResponseData> res)
{
    if (req.Query.ContainsKey("fail"))
    {
        res.Untyped.Status(418).Json(new { error = "no" });
        return;
    }

    res.Status(201).Json(new ResponseData("typed"));
}

record ResponseData(string Message);
