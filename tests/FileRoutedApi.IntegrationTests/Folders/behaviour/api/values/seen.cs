// What the helpers show is what came, however it was bound.
string GET(ApiRequest req, Level? level, bool? done) => $"{level} {done} {req.Url} {req.Query["level"]} {req.Query["done"] is not null}";
