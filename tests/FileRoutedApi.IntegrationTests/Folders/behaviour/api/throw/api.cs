void Handler(ApiRequest req, ApiResponse res)
{
    res.SetHeader("X-Kept", "1").SetHeader("Content-Disposition", "attachment").SetHeader("Transfer-Encoding", "gzip").SetHeader("Cache-Control", "max-age=60");
    throw new ApiException(int.Parse(req.Query["status"]), "first\r\nSet-Cookie: evil=1\r\n\r\nsecond ünïcödé 😀");
}
