var config = new RouteConfig { Api = { BodyParser = { SizeLimit = 200 } } };

object POST(AnnotatedAddress address, int? page) => "reached";

object PUT(ApiRequest<ValidLine> req) => "reached";

object GET(string kind) => kind switch
{
    "api" => throw new ApiException(409, "Taken"),
    "fields" => throw new ApiException(422, new Dictionary<string, string[]> { ["name"] = ["is taken"] }),
    "fault" => throw new InvalidOperationException("a secret"),
    _ => kind,
};
