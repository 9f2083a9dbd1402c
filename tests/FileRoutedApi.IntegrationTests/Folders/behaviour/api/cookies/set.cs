void GET(ApiRequest req, ApiResponse res)
{
    var options = new CookieOptions { Domain = req.Query["domain"], Path = req.Query["path"] };
    res.SetCookie(req.Query["name"], "1", options).Json(new { options.Secure });
}
