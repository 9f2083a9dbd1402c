using System.Text.Json;

void POST(ApiRequest<JsonElement> req, ApiResponse res) => res.Json(req.Body);
