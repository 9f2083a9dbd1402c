using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Host.Settings;

namespace FileRoutedApi.Host.Commands;

/// <summary>Requests the readiness probe of a server, for containers that have no other HTTP client.</summary>
internal static class HealthCommand
{
    private const string UnixPrefix = "http://unix:";
    private const string PathKey = $"{FileRoutesOptions.SectionName}:{nameof(HostSettings.Health)}:{nameof(HealthSettings.Path)}";

    private static readonly string _defaultProbe = $"{new HealthSettings().Path}/ready";
    private static readonly TimeSpan _responseTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Creates the command.</summary>
    public static Command Create(string[] settings)
    {
        var url = new Argument<string?>("URL")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The URL to request. Default: that of a 'start' with the same settings, such as "
                + "http://localhost:5000/healthz/ready.",
        };
        url.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            {
                result.AddError($"'{text}' is not a valid URL. Write a URL such as http://127.0.0.1:8080/healthz/ready.");
            }
        });
        var health = new Command("health", "Request the readiness probe of a server. Exits with 0 if it is ready, otherwise with 1.")
        {
            url,
        };
        var address = AddressOptions.AddTo(health);
        health.SetAction((result, stop) => RunAsync(result.GetValue(url), address.UrlsOf(result), settings, stop));
        return health;
    }

    /// <summary>Requests the probe once and prints the reason if it fails.</summary>
    /// <param name="url">The URL of the probe; that of a server with the same settings if null.</param>
    /// <returns>0 if the status is 200, otherwise 1.</returns>
    /// <exception cref="FileRoutesException">An address of the settings is not valid (FRA3105).</exception>
    public static async Task<int> RunAsync(string? url, string? urls, string[] settings, CancellationToken stop)
    {
        var probe = url;
        if (probe is null)
        {
            var configuration = ServedFolder.OpenAny(settings).CreateBuilder(urls is null ? [] : [$"--urls={urls}"]).Configuration;
            ListenAddresses.Check(configuration);
            probe = UrlOf(configuration);
        }

        if (probe is null)
        {
            await Console.Error.WriteLineAsync("The settings have no http address. Pass the URL of the probe: health http://...");
            return 1;
        }

        if (await RequestAsync(probe, _responseTimeout, stop) is not { } problem)
        {
            return 0;
        }

        await Console.Error.WriteLineAsync($"{probe}: {problem}");
        return 1;
    }

    /// <summary>Requests a URL once, without reading the body of the response.</summary>
    /// <returns>The reason of the failure in one line; null if the status is 200.</returns>
    public static async Task<string?> RequestAsync(string url, TimeSpan timeout, CancellationToken stop)
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
    /// Returns the URL of the readiness probe of a server with these settings, at its first address that is HTTP without TLS. The address
    /// may be a Unix socket. Null if there is none.
    /// </summary>
    public static string? UrlOf(IConfiguration settings)
    {
        var configured = ListenAddresses.Of(settings);
        var addresses = configured.Count > 0 ? configured.Select(address => address.Text) : [ListenAddresses.Default];
        if (addresses.Select(BindingAddress.Parse).FirstOrDefault(IsPlainHttp) is not { } address)
        {
            return null;
        }

        var probe = settings[PathKey] is { } path ? $"{path.TrimEnd('/')}/ready" : _defaultProbe;
        return address.IsUnixPipe
            ? $"{UnixPrefix}{address.UnixPipePath}:{probe}"
            : string.Create(CultureInfo.InvariantCulture, $"http://{HostOf(address)}:{address.Port}{probe}");
    }

    private static bool IsPlainHttp(BindingAddress address) => address.Scheme == Uri.UriSchemeHttp && !address.IsNamedPipe;

    /// <summary>Returns the URI to request. <c>http://unix:/run/api.sock:/healthz/ready</c> is a path at a Unix socket.</summary>
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
        return new Uri($"http://localhost{(address.PathBase.Length == 0 ? _defaultProbe : address.PathBase)}");
    }

    // For a host name, `*`, `+` and 0.0.0.0 the server listens on all addresses, so on loopback too.
    private static string HostOf(BindingAddress address) =>
        IPAddress.TryParse(address.Host, out var own) && !own.Equals(IPAddress.Any) && !own.Equals(IPAddress.IPv6Any)
            ? address.Host
            : $"{IPAddress.Loopback}";
}
