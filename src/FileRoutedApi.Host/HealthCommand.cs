using System.Net;

namespace FileRoutedApi.Host;

/// <summary>Asks a server whether it is ready: the probe of a container in which there is nothing else to ask with.</summary>
internal static class HealthCommand
{
    private const string DefaultPort = "8080";

    // Read as HealthProbes' settings are: the server and its probe see the same ones.
    private const string PathKey = $"{FileRoutesOptions.SectionName}:Health:Path";

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(3);

    /// <param name="url">What to ask; where the server with these settings listens, unless given.</param>
    /// <returns>0 where it answers 200, otherwise 1; why was printed.</returns>
    public static async Task<int> RunAsync(string? url, string? urls, string[] settings, CancellationToken stop)
    {
        var asked = url ?? UrlOf(ServedFolder.OpenAny(settings).CreateBuilder(urls is null ? [] : [$"--urls={urls}"]).Configuration);
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
            using var response = await client.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, stop);
            return response.StatusCode is HttpStatusCode.OK ? null : $"{(int)response.StatusCode}";
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return $"no answer within {timeout.TotalSeconds:0.#} s";
        }
        catch (Exception exception) when (exception is HttpRequestException or UriFormatException)
        {
            return exception.Message.ReplaceLineEndings(" ");
        }
    }

    /// <summary>Where a server with these settings answers whether it is ready.</summary>
    public static string UrlOf(IConfiguration settings)
    {
        // In the order in which Kestrel looks: endpoints win over URLs, and URLs over ports.
        var endpoints = settings.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        var addresses = endpoints is not [] ? endpoints
            : settings["urls"] is { Length: > 0 } urls ? Split(urls)
            : [.. Split(settings["http_ports"] ?? DefaultPort).Select(port => $"http://*:{port}")];
        var address = addresses.Select(BindingAddress.Parse).FirstOrDefault(address => address.Scheme == Uri.UriSchemeHttp && !address.IsUnixPipe);
        return $"http://{HostOf(address)}:{address?.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? DefaultPort}{settings[PathKey]?.TrimEnd('/') ?? "/healthz"}/ready";
    }

    // A name, `*`, `+` or 0.0.0.0 is listened on at every address.
    private static string HostOf(BindingAddress? address) =>
        IPAddress.TryParse(address?.Host, out var own) && !own.Equals(IPAddress.Any) && !own.Equals(IPAddress.IPv6Any) ? address!.Host : $"{IPAddress.Loopback}";

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
