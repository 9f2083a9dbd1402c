IResult POST(ApiRequest<Join> req) => Show.Json(req.Body);
