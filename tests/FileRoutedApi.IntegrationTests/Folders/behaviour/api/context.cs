// Past the helpers, straight to ASP.NET Core.
async Task Handler(ApiRequest req, ApiResponse res) => await req.HttpContext.Response.WriteAsync("direct");
