object GET(int id) => new { id };

object POST(int id, ApiRequest req) => new { id, body = req.Body["name"].As<string>() };

string DELETE(int id) => id == 0 ? throw new ApiException(404, "No such item") : throw new InvalidOperationException("bad route");
