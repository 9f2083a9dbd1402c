using System.Text;

namespace FileRoutedApi.Host.Logging;

/// <summary>What the log contains about the endpoint of a request.</summary>
/// <param name="route">The pattern of the route; null if no route handled the request.</param>
/// <param name="file">The route file or the static file; null if the endpoint is not one of a file.</param>
internal sealed class LoggedRoute(string? route, string? file)
{
    private byte[]? _start;
    private byte[]? _end;

    /// <summary>Gets the value for a request that no route handled.</summary>
    public static LoggedRoute None { get; } = new(null, null);

    public string? Route => route;

    public string? File => file;

    /// <summary>Gets the name under which the request is logged.</summary>
    public string Source => file ?? nameof(FileRoutedApi);

    /// <summary>Gets whether the file is known for each request only.</summary>
    public bool IsOfPublicFiles { get; init; }

    /// <summary>Gets the members of the JSON line that come before those of the request, created once.</summary>
    public ReadOnlySpan<byte> JsonStart => _start ??= Encoding.UTF8.GetBytes(Member("Route", route) + Member("File", file));

    /// <summary>Gets the last member of the JSON line, created once.</summary>
    public ReadOnlySpan<byte> JsonEnd => _end ??= Encoding.UTF8.GetBytes(Member("SourceContext", Source));

    private static string Member(string name, string? value) => value is null ? string.Empty : $",\"{name}\":\"{JsonLine.Escape(value)}\"";
}
