using System.Buffers;

// Functions that return something, beside or without a response.
async Task<IResult> GET(ApiRequest req, ApiResponse res)
{
    await Task.Yield();
    return Results.Json(new { result = true });
}

object POST(ApiResponse res, string how = "")
{
    switch (how)
    {
        case "answered": res.Status(400).Json(new { error = "no" }); break;
        case "written": res.Write("hello "); break;
        case "late": return new Late(new string('x', 5000));
    }

    return new { ok = true };
}

async Task PUT(HttpContext context)
{
    context.Response.BodyWriter.Write("AB"u8);
    await Task.Yield();
    throw new ApiException(403, "No");
}

record Late(string A)
{
    public string B => throw new InvalidOperationException("late");
}
