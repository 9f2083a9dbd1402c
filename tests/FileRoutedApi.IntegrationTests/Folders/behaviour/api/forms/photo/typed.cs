object POST(ApiRequest<Photo> req) => req.Body.Show();
