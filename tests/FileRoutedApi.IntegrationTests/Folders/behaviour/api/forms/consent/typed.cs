IResult POST(ApiRequest<Consent> req) => Show.Json(req.Body);
