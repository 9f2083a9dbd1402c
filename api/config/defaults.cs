// This is the default limit.
var config = new RouteConfig
{
    Api =
    {
        BodyParser =
        {
            SizeLimit = "1mb",
        },
    },

    // The maximum duration of the handler in seconds.
    MaxDuration = 5,
};

void Handler(ApiRequest req, ApiResponse res) => res.Json(new { length = req.Body?.Bytes.Length ?? 0 });
