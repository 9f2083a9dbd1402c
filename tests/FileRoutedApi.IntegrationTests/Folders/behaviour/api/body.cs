void Handler(ApiRequest req, ApiResponse res) => res.Json(req.Body is null ? null : new
{
    text = req.Body.Text,
    length = req.Body.Bytes.Length,
    a = (string)req.Body["a"],
    files = req.Body.Files.Select(file => new { file.Name, file.FileName, file.ContentType, text = new StreamReader(file.OpenReadStream()).ReadToEnd() }),
    echo = req.Body,
});
