using System.Text.Json.Serialization;
object POST(ApiRequest<List<ValidLine>> req) => "reached";
object PUT(Dictionary<string, ValidLine> lines) => "reached";
object PATCH(ApiRequest<Dictionary<string, List<ValidLine?>>> req) => "reached";
