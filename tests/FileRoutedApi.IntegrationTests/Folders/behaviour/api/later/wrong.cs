string[] GET(IAfter after)
{
    return [Try(() => after.Run((string text) => { })), Try(() => after.Run(() => 1)), Try(() => after.Run(stop => Task.CompletedTask, TimeSpan.Zero))];

    static string Try(Action add)
    {
        try
        {
            add();
            return "";
        }
        catch (ArgumentException exception)
        {
            return $"{exception.GetType().Name}: {exception.Message.Split('\n')[0]}";
        }
    }
}
