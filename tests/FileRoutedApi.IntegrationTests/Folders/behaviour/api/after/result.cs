async Task<IResult> GET(string? plain)
{
    await Task.Yield();
    return Results.Ok(new { name = "result" });
}
