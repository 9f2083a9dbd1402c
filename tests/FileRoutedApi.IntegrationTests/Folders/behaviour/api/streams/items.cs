async IAsyncEnumerable<int> GET()
{
    for (var i = 1; i <= 3; i++)
    {
        await Task.Yield();
        yield return i;
    }
}
