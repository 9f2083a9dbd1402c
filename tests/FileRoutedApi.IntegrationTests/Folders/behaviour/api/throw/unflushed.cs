void Handler(ApiRequest req, ApiResponse res)
{
    res.Write("begun");
    throw new ApiException(409, "Conflict after all");
}
