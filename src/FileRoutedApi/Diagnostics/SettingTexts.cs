namespace FileRoutedApi.Diagnostics;

/// <summary>The texts of FRA3002 and FRA3003: what is wrong with a setting or its value, and what to write.</summary>
internal static class SettingTexts
{
    // What replaces the settings of the host in other applications.
    public const string OpenApiReplacement = "Call AddOpenApi and MapOpenApi.";
    public const string HealthReplacement = "Call AddHealthChecks and MapHealthChecks.";
    public const string ShutdownReplacement = "Set HostOptions.ShutdownTimeout.";
    public const string ForwardedHeadersReplacement = "Call UseForwardedHeaders.";
    public const string CompressionReplacement = "Call AddResponseCompression and UseResponseCompression.";
    public const string RequestIdReplacement = "Add a middleware that sets the header.";

    /// <param name="known">The keys that may have been meant.</param>
    public static string Unknown(string key, IReadOnlyList<string> known)
    {
        var (section, name) = Split(key);
        var names = known.Select(other => Split(other).Name).ToList();
        var advice = known is [var single] ? $"Write '{single}'."
            : Spelling.Closest(name, names) is { } meant ? $"Did you mean '{section}{meant}'?"
            : $"The settings of the section '{section.TrimEnd(':')}' are {string.Join(", ", names)}.";
        return $"The setting '{key}' is unknown. {advice}";
    }

    private static (string Section, string Name) Split(string key)
    {
        var colon = key.LastIndexOf(':') + 1;
        return (key[..colon], key[colon..]);
    }

    /// <param name="replacement">One of the replacements above.</param>
    public static string HostOnly(string key, string replacement) =>
        $"The setting 'FileRoutes:{key}' is read by the FileRoutedApi host only. {replacement}";

    /// <param name="type">The name of the type that the value cannot be converted to, such as <c>Int32</c>.</param>
    public static string Unreadable(string key, string? value, string type) => Value(key, value, type switch
    {
        nameof(Boolean) => "true or false",
        nameof(Int32) or nameof(Int64) => "a whole number",
        nameof(Double) => "a number",
        nameof(TimeSpan) => "a time such as 00:00:30",
        _ => $"a value of the type {type}",
    });

    public static string UnreadableSection(string section, string reason) =>
        $"A setting of the section '{section}' cannot be read: {reason} Fix its value.";

    /// <summary>Returns a sentence that follows a message.</summary>
    public static string FromEnvironment(string variable) => $"It is set by the environment variable {variable}.";

    /// <param name="form">What to write, such as <c>a number</c>.</param>
    public static string Value(string key, string? value, string form) => $"The setting '{key}' is '{value}'. Write {form}.";

    public static string NotASection(string section, string? value, string exampleKey) =>
        Invalid(section, value, $"It is a section; write FileRoutes:{exampleKey}.");

    public static string Size(string key, string? value) =>
        Invalid(key, value, "Write a number of bytes, or a number with a unit: 1000, 500kb, 1.5mb.");

    public static string BasePath(string key, string? value) => Invalid(key, value, "Write a path such as /api.");

    public static string CacheControl(string key, string? value) =>
        Invalid(key, value, "Write the value of a Cache-Control header, such as public, max-age=3600.");

    public static string HeaderName(string key, string? value) => Invalid(key, value, "Write the name of a header, such as X-Request-Id.");

    /// <param name="key">The key below <c>FileRoutes</c>, such as <c>Rules:Redirects:0:Source</c>.</param>
    /// <param name="hint">What to write instead.</param>
    public static string Rule(string key, string? value, string hint) => Invalid(key, value, hint);

    public static string HealthPath(string key, string? value) => Invalid(key, value, "Write a path such as /healthz.");

    public static string PageWithoutDocument(string key, string? value) =>
        Invalid(
            key, value,
            "The page shows the OpenAPI document, which FileRoutes:OpenApi:Enabled turns off. Turn the document on, or the page off.");

    public static string Editor(string key, string? value) => Invalid(
        key, value,
        "Write vscode, cursor, zed, rider or visualstudio, or a URL such as myeditor://open?file=/{file}&line={line}&column={column}.");

    public static string ValidationStatus(string key, string? value) => Invalid(key, value, "Write 400 or 422.");

    public static string Seconds(string key, string? value) => Invalid(key, value, "Write a number of seconds from 0 to 3600.");

    public static string AfterDuration(string key, string? value) =>
        Invalid(key, value, "Write a number of seconds greater than 0 and up to 86400.");

    public static string JobCount(string key, string? value) => Invalid(key, value, "Write a number from 1 to 1000.");

    public static string JobFailover(string key, string? value) => Invalid(key, value, "Write a number of seconds, from 2 to 3600.");

    public static string AfterCount(string key, string? value) => Invalid(key, value, "Write a number, 1 or more.");

    public static string ProxyCount(string key, string? value) => Invalid(key, value, "Write the number of proxies, 1 or more.");

    public static string Proxy(string key, string? value) =>
        Invalid(key, value, "Write an address such as 10.0.0.7, or unix for a Unix socket.");

    public static string Network(string key, string? value) => Invalid(key, value, "Write a network such as 10.0.0.0/8.");

    public static string Extension(string key, string? value) =>
        Invalid(key, value, "Write a file extension without the leading dot, such as cs.");

    private static string Invalid(string key, string? value, string fix) => $"The setting 'FileRoutes:{key}' is '{value}'. {fix}";
}
