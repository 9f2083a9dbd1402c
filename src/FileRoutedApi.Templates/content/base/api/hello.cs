void Handler(ApiRequest req, ApiResponse res)
{
    res.Status(200).Json(new { message = "Hello from FraName!" });
}
