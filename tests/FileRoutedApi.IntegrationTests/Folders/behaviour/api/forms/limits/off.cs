var config = new RouteConfig { Api = { BodyParser = false } };

async Task<string> POST(HttpContext context)
{
    var form = await context.Request.ReadFormAsync();
    return $"{(form.Files is [var file, ..] ? file.Length : form["text"].ToString().Length)}";
}
