async Task<object> POST(Stream body)
{
    using var copy = new MemoryStream();
    await body.CopyToAsync(copy);
    return new { copy.Length };
}
