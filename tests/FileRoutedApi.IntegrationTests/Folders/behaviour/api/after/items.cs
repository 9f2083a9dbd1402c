async IAsyncEnumerable<int> GET()
{
    yield return 1;
    await Task.Yield();
    yield return 2;
}
