Html Layout(Html children, string team, ApiRequest req) => $"<h2>{team} {req.Method}</h2>{children}";
