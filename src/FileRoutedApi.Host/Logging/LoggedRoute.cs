using System.Text;

namespace FileRoutedApi.Host.Logging;

/// <summary>What the log contains about the endpoint of a request.</summary>
/// <param name="route">The pattern of the route; null if the request has no endpoint of a route.</param>
/// <param name="file">The route file or the static file; null if the endpoint is not one of a file.</param>
internal sealed class LoggedRoute(string? route, string? file)
{
    private byte[]? _routeMembers;
    private byte[]? _sourceMember;

    /// <summary>Gets the value for a request that has no endpoint of a route.</summary>
    public static LoggedRoute None { get; } = new(null, null);

    public string? Route => route;

    public string? File => file;

    /// <summary>Gets the name under which the request is logged.</summary>
    public string Source => file ?? nameof(FileRoutedApi);

    /// <summary>Gets whether this is the endpoint of all static files, so that the file depends on the request.</summary>
    public bool IsOfPublicFiles { get; init; }

    /// <summary>Gets the members <c>Route</c> and <c>File</c> of the JSON line. They are created once.</summary>
    public ReadOnlySpan<byte> RouteMembers => _routeMembers ??= Encoding.UTF8.GetBytes(Member("Route", route) + Member("File", file));

    /// <summary>Gets the member <c>SourceContext</c>. It is created once.</summary>
    public ReadOnlySpan<byte> SourceMember => _sourceMember ??= Encoding.UTF8.GetBytes(Member("SourceContext", Source));

    private static string Member(string name, string? value) => value is null ? string.Empty : $",\"{name}\":\"{JsonLine.Escape(value)}\"";
}
