string[] GET(IAfter after)
{
    return [Try(() => after.Run((string text) => { })), Try(() => after.Run(Forget)), Try(() => after.Run(stop => Task.CompletedTask, TimeSpan.Zero))];

    static async void Forget() => await Task.Yield();

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
