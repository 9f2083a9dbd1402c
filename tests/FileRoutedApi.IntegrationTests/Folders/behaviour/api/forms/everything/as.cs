IResult POST(ApiRequest req) => Show.Json(req.BodyAs<Everything>());
