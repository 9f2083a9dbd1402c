using System.Net;
using System.Net.Sockets;

namespace FileRoutedApi.Host;

/// <summary>Asks a server whether it is ready: the probe of a container in which there is nothing else to ask with.</summary>
internal static class HealthCommand
{
    // Where Kestrel listens without a word.
    private const string DefaultAddress = "http://localhost:5000";

    private const string UnixPrefix = "http://unix:";

    // Read as HealthProbes' settings are: the server and its probe see the same ones.
    private const string PathKey = $"{FileRoutesOptions.SectionName}:Health:Path";

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(3);

    /// <param name="url">What to ask; where the server with these settings listens, unless given.</param>
    /// <returns>0 where it answers 200, otherwise 1; why was printed.</returns>
    public static async Task<int> RunAsync(string? url, string? urls, string[] settings, CancellationToken stop)
    {
        if ((url ?? UrlOf(ServedFolder.OpenAny(settings).CreateBuilder(urls is null ? [] : [$"--urls={urls}"]).Configuration)) is not { } asked)
        {
            await Console.Error.WriteLineAsync("The settings have no http address. Pass the URL of the probe: health http://...");
            return 1;
        }

        if (await AskAsync(asked, _timeout, stop) is not { } problem)
        {
            return 0;
        }

        await Console.Error.WriteLineAsync($"{asked}: {problem}");
        return 1;
    }

    /// <summary>Asks once. What it answers with is not read.</summary>
    /// <returns>What is wrong, in one line; nothing where it answers 200.</returns>
    public static async Task<string?> AskAsync(string url, TimeSpan timeout, CancellationToken stop)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = timeout };
        try
        {
            using var response = await client.GetAsync(UriOf(url, handler), HttpCompletionOption.ResponseHeadersRead, stop);
            return response.StatusCode is HttpStatusCode.OK ? null : $"{(int)response.StatusCode}";
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return $"no response within {timeout.TotalSeconds:0.#} s";
        }
        catch (Exception exception) when (exception is HttpRequestException or FormatException)
        {
            return exception.Message.ReplaceLineEndings(" ");
        }
    }

    /// <summary>
    /// Where a server with these settings answers whether it is ready: at the first address that is HTTP without TLS, be it a
    /// Unix socket. Null where there is none.
    /// </summary>
    public static string? UrlOf(IConfiguration settings)
    {
        // In the order in which Kestrel looks: endpoints win over URLs, and URLs over ports.
        var endpoints = settings.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        var addresses = endpoints is not [] ? endpoints
            : settings["urls"] is { Length: > 0 } urls ? Split(urls)
            : settings["http_ports"] is { Length: > 0 } ports ? [.. Split(ports).Select(port => $"http://*:{port}")]
            : settings["https_ports"] is { Length: > 0 } ? []
            : [DefaultAddress];
        if (addresses.Select(BindingAddress.Parse).FirstOrDefault(address => address.Scheme == Uri.UriSchemeHttp && !address.IsNamedPipe) is not { } address)
        {
            return null;
        }

        var path = $"{settings[PathKey]?.TrimEnd('/') ?? "/healthz"}/ready";
        return address.IsUnixPipe
            ? $"{UnixPrefix}{address.UnixPipePath}:{path}"
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://{HostOf(address)}:{address.Port}{path}");
    }

    /// <summary>The address to ask. <c>http://unix:/run/api.sock:/healthz/ready</c> is a path at a socket.</summary>
    private static Uri UriOf(string url, SocketsHttpHandler handler)
    {
        if (!url.StartsWith(UnixPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return new Uri(url);
        }

        var address = BindingAddress.Parse(url);
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.UnixPipePath), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
        return new Uri($"http://localhost{(address.PathBase.Length == 0 ? "/healthz/ready" : address.PathBase)}");
    }

    // A name, `*`, `+` or 0.0.0.0 is listened on at every address.
    private static string HostOf(BindingAddress address) =>
        IPAddress.TryParse(address.Host, out var own) && !own.Equals(IPAddress.Any) && !own.Equals(IPAddress.IPv6Any) ? address.Host : $"{IPAddress.Loopback}";

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
