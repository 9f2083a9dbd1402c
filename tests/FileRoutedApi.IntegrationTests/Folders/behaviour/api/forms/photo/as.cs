object POST(ApiRequest req) => req.BodyAs<Photo>().Show();
