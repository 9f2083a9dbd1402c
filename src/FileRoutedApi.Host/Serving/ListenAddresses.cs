using System.Globalization;
using System.Net;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Host.Serving;

/// <summary>An address of the settings.</summary>
/// <param name="Key">The setting that has it, such as <c>urls</c>.</param>
internal sealed record ListenAddress(string Key, string Text);

/// <summary>The addresses that the settings tell the server to listen on.</summary>
internal static class ListenAddresses
{
    /// <summary>The address if the settings have none, which is that of Kestrel.</summary>
    public const string Default = "http://localhost:5000";

    /// <summary>The port of <see cref="Default"/>.</summary>
    public const int DefaultPort = 5000;

    /// <summary>The port for HTTPS, as in the templates of ASP.NET Core.</summary>
    public const int DefaultHttpsPort = 5001;

    // Written instead of a port that is missing or not valid.
    private const string ExamplePort = "5080";

    private const string Urls = "urls";

    /// <summary>Returns the value of the setting <c>urls</c> for a port of this machine.</summary>
    public static string OfPort(int port, string scheme = "http")
    {
        // `localhost` is two addresses, and the server cannot choose one free port for both.
        var host = port == 0 ? "127.0.0.1" : "localhost";
        return string.Create(CultureInfo.InvariantCulture, $"{scheme}://{host}:{port}");
    }

    /// <summary>Returns the addresses that the server uses; empty if the settings have none.</summary>
    public static IReadOnlyList<ListenAddress> Of(IConfiguration settings)
    {
        // The precedence of Kestrel: endpoints, then URLs, then ports.
        List<ListenAddress> endpoints =
        [
            .. settings.GetSection("Kestrel:Endpoints").GetChildren()
                .Where(endpoint => endpoint["Url"] is not null)
                .Select(endpoint => new ListenAddress($"{endpoint.Path}:Url", endpoint["Url"]!)),
        ];
        return endpoints.Count > 0 ? endpoints
            : settings[Urls] is { Length: > 0 } urls ? [.. Split(urls).Select(url => new ListenAddress(Urls, url))]
            : [.. OfPorts(settings, "http"), .. OfPorts(settings, "https")];
    }

    /// <summary>Checks the addresses before the server uses them: it takes some mistakes for a host name, and listens on port 80.</summary>
    /// <exception cref="FileRoutesException">Addresses are not valid (FRA3105).</exception>
    public static void Check(IConfiguration settings)
    {
        List<RouteDiagnostic> mistakes = [.. Of(settings).Select(FindMistake).OfType<RouteDiagnostic>()];
        if (mistakes.Count > 0)
        {
            throw new FileRoutesException(mistakes);
        }
    }

    private static IEnumerable<ListenAddress> OfPorts(IConfiguration settings, string scheme) =>
        Split(settings[$"{scheme}_ports"] ?? "").Select(port => new ListenAddress($"{scheme}_ports", $"{scheme}://*:{port}"));

    private static RouteDiagnostic? FindMistake(ListenAddress address)
    {
        var text = address.Text;
        var separator = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = separator < 0 ? "" : text[..separator].ToLowerInvariant();
        var rest = separator < 0 ? text : text[(separator + 3)..];
        if (scheme is "http" or "https" && rest.Split('/')[0] is "unix:" or "pipe:")
        {
            return null;
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (host, port) = SplitHost(slash < 0 ? rest : rest[..slash], hasScheme: separator >= 0);
        var isPort = IsPort(port);
        var reason = scheme == "" ? AddressTexts.NoScheme
            : scheme is not ("http" or "https") ? AddressTexts.UnknownScheme
            : host == "" ? AddressTexts.NoHost
            : host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? AddressTexts.IPv6WithoutBrackets
            : !IsHost(host) ? AddressTexts.InvalidHost
            : port is not null && !isPort ? AddressTexts.InvalidPort
            : slash >= 0 && slash < rest.Length - 1 ? AddressTexts.HasPath
            : port == "0" && host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? AddressTexts.FreePortOfLocalhost
            : null;
        return reason is null
            ? null
            : RouteDiagnostics.InvalidAddress(address.Key, text, reason, Correct(scheme, host, isPort ? port! : ExamplePort));
    }

    private static string Correct(string scheme, string host, string port)
    {
        var name = host == "" ? "localhost"
            : port == "0" && host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1"
            : host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]"
            : IsHost(host) ? host
            : "localhost";
        return $"{(scheme == "https" ? scheme : "http")}://{name}:{port}";
    }

    /// <returns>The port is null if there is none.</returns>
    private static (string Host, string? Port) SplitHost(string text, bool hasScheme)
    {
        // `--urls 5080`
        if (!hasScheme && text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            return ("", text);
        }

        var colon = text.LastIndexOf(':');
        var hasBrackets = text.StartsWith('[');
        var isHostOnly = colon < 0
            || (hasBrackets && text.LastIndexOf(']') != colon - 1)
            || (!hasBrackets && text.IndexOf(':', StringComparison.Ordinal) != colon);
        return isHostOnly ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    // The server takes another host for all addresses of the machine.
    private static bool IsHost(string text) =>
        text is "*" or "+" || (text.StartsWith('[')
            ? text.EndsWith(']') && IPAddress.TryParse(text, out _)
            : Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4);

    private static bool IsPort(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue;

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
