async Task<Item> GET(HttpContext context)
{
    await Task.Yield();
    return new("task");
}

record Item(string Name);
