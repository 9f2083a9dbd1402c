string GET(ILogger log, string name)
{
    log.Greeted(name);
    return name;
}

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Generated greeting for {Name}")]
    public static partial void Greeted(this ILogger log, string name);
}
