// The limit is the default, written out.
var config = new RouteConfig
{
    Api =
    {
        BodyParser =
        {
            SizeLimit = "1mb",
        },
    },

    // The maximum allowed duration for this function to execute (in seconds).
    MaxDuration = 5,
};

void Handler(ApiRequest req, ApiResponse res) => res.Json(new { length = req.Body?.Bytes.Length ?? 0 });
