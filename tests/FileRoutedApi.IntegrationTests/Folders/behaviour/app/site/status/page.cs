Html Page(ApiResponse res, int code)
{
    res.Status(code).SetHeader("X-Page", "yes");
    return $"<h1>{code}</h1>";
}
