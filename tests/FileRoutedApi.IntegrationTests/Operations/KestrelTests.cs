using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.IntegrationTests.Operations;

/// <summary>The settings of Kestrel.</summary>
public class KestrelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_limits_can_be_set()
    {
        using var app = new FolderApp(
            new TempFolder(("api/a.cs", TempFolder.Handler)),
            [
                ("Kestrel:Limits:MaxRequestLineSize", "64"),
                ("Kestrel:Limits:MaxConcurrentConnections", "100"),
                ("Kestrel:Limits:RequestHeadersTimeout", "00:00:07"),
                ("Kestrel:Limits:Http2:MaxStreamsPerConnection", "9"),
                ("Kestrel:Limits:MinRequestBodyDataRate:BytesPerSecond", "1000"),
                ("Kestrel:Limits:MinResponseDataRate:BytesPerSecond", "0"),
            ],
            kestrel: true);
        using var client = app.CreatePlainClient();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/a", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, (await client.GetAsync($"/api/a?{new string('x', 64)}", Stop)).StatusCode);
        var limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.Equal((100, TimeSpan.FromSeconds(7), 9), (limits.MaxConcurrentConnections, limits.RequestHeadersTimeout, limits.Http2.MaxStreamsPerConnection));
        Assert.Equal((1000, TimeSpan.FromSeconds(5), null), (limits.MinRequestBodyDataRate!.BytesPerSecond, limits.MinRequestBodyDataRate.GracePeriod, limits.MinResponseDataRate));
    }

    [Fact]
    public async Task In_dev_the_limits_apply_to_the_front_server()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));
        await using var host = HostProcess.Start(folder.Root, "--urls=http://127.0.0.1:0", "--Kestrel:Limits:MaxRequestLineSize=64");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.Equal(HttpStatusCode.RequestUriTooLong, (await client.GetAsync($"/api/a?{new string('x', 64)}", Stop)).StatusCode);
    }

    [Fact]
    public async Task HTTPS_supports_HTTP_2()
    {
        using var folder = new TempFolder(("api/a.cs", "string GET(HttpContext context) => $\"{context.Request.Scheme} {context.Request.Protocol}\";\n"));
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(folder.Root, "site.crt"), certificate.ExportCertificatePem(), Stop);
        await File.WriteAllTextAsync(Path.Combine(folder.Root, "site.key"), key.ExportPkcs8PrivateKeyPem(), Stop);
        await using var host = HostProcess.Start(
            folder.Root, "--Kestrel:Endpoints:Https:Url=https://127.0.0.1:0", "--Kestrel:Endpoints:Https:Certificate:Path=site.crt", "--Kestrel:Endpoints:Https:Certificate:KeyPath=site.key");
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString();
        using var client = new HttpClient(handler) { BaseAddress = await host.ListeningAsync() };

        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var answer = await client.SendAsync(
                new HttpRequestMessage(HttpMethod.Get, "/api/a") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact }, Stop);
            Assert.Equal((version, $"https HTTP/{(version.Major == 2 ? "2" : "1.1")}"), (answer.Version, await answer.Content.ReadAsStringAsync(Stop)));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }
}
