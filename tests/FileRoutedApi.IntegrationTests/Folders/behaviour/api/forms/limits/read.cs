var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "200mb" } } };

async Task<string> POST(HttpContext context)
{
    var form = await context.Request.ReadFormAsync();
    return $"{(form.Files is [var file, ..] ? file.Length : form["text"].ToString().Length)}";
}
