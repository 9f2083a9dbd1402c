IResult POST(ApiRequest<Everything> req) => Show.Json(req.Body);
