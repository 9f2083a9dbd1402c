namespace FileRoutedApi.Host.Commands;

/// <summary>Tells the settings of a command line, such as <c>--Section:Key=value</c>, from its commands and options.</summary>
internal static class SettingArguments
{
    /// <summary>Gets the settings without a section: those that the ASP.NET Core host reads. WebApplicationFactory passes some.</summary>
    public static IReadOnlyList<string> HostKeys { get; } =
    [
        "applicationName", "contentRoot", "environment", "hostBuilder:reloadConfigOnChange", "http_ports", "https_ports",
        "shutdownTimeoutSeconds", "webroot",
    ];

    /// <summary>
    /// Separates the settings from the other arguments. A value may follow '=' or be the next argument, as in ASP.NET Core; the returned
    /// settings have '='.
    /// </summary>
    public static (string[] Settings, string[] Others) Separate(string[] args)
    {
        List<string> settings = [];
        List<string> others = [];
        for (var at = 0; at < args.Length; at++)
        {
            var arg = args[at];
            var equals = arg.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0 && (IsName(arg[..equals]) || IsSection(arg[..equals])))
            {
                settings.Add(arg);
            }
            else if (equals < 0 && IsName(arg) && at + 1 < args.Length && args[at + 1] is not ['-', ..])
            {
                settings.Add($"{arg}={args[++at]}");
            }
            else
            {
                others.Add(arg);
            }
        }

        return ([.. settings], [.. others]);

        // WebApplicationFactory passes the sections of its settings too, without a value.
        bool IsSection(string name) => args.Contains($"{name}=")
            && args.Any(other => other.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Returns true if an argument is the name of a setting, such as <c>--Section:Key</c>.</summary>
    public static bool IsName(string arg) =>
        arg.StartsWith("--", StringComparison.Ordinal)
        && (arg.Contains(':', StringComparison.Ordinal)
            || arg.StartsWith("--OTEL_", StringComparison.Ordinal)
            || HostKeys.Contains(arg[2..], StringComparer.OrdinalIgnoreCase));
}
