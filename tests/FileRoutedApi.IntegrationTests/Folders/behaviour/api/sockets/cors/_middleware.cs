var config = new MiddlewareConfig { Cors = { Origins = ["https://folder.example", "https://*.wild.example"] } };
