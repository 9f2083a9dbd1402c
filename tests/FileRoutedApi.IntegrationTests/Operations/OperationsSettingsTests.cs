namespace FileRoutedApi.IntegrationTests.Operations;

/// <summary>An invalid setting of the server prevents the start. The message says what is expected.</summary>
public class OperationsSettingsTests
{
    [Theory]
    [InlineData("FRA3002", "FileRoutes:ForwardedHeaders:KnownProxies:0", "proxy.local", "such as 10.0.0.7")]
    [InlineData("FRA3002", "FileRoutes:ForwardedHeaders:KnownNetworks:0", "10.0.0.0/64", "such as 10.0.0.0/8")]
    [InlineData("FRA3002", "FileRoutes:ForwardedHeaders:Limit", "0", "1 or more")]
    [InlineData("FRA3002", "FileRoutes:ForwardedHeaders", "true", "It is a section")]
    [InlineData("FRA3002", "FileRoutes:Shutdown:Delay", "-1", "0 to 3600")]
    [InlineData("FRA3002", "FileRoutes:Shutdown:Timeout", "soon", "cannot be read")]
    [InlineData("FRA3002", "FileRoutes:Health:Path", "healthz", "such as /healthz")]
    [InlineData("FRA3002", "FileRoutes:Compression", "gzip", "cannot be read")]
    [InlineData("FRA3003", "FileRoutes:Health:Enable", "true", "Health:Enabled")]
    [InlineData("FRA3003", "FileRoutes:Shutdown:Grace", "1", "Shutdown:Timeout")]
    [InlineData("FRA3003", "FileRoutes:ForwardedHeaders:KnownProxy", "1", "ForwardedHeaders:KnownProxies")]
    [InlineData("FRA3002", "Kestrel:Limits:MaxRequestLineSiz", "64", "MaxRequestLineSiz")]
    [InlineData("FRA3002", "Kestrel:Limits:MaxRequestLineSize", "large", "Kestrel:Limits")]
    [InlineData("FRA3002", "Kestrel:Limits:MaxRequestLineSize", "-1", "Kestrel:Limits")]
    [InlineData("FRA3002", "Kestrel:Limits:MinRequestBodyDataRate:BytesPerSecond", "-1", "Kestrel:Limits")]
    [InlineData("FRA3002", "Kestrel:Limits:MinRequestBodyDataRate:GracePeriod", "soon", "Kestrel:Limits")]
    [InlineData("FRA3002", "Kestrel:Limits:MinResponseDataRate:BytesPerSec", "1", "BytesPerSec")]
    public void An_invalid_setting_is_reported_at_the_start(string id, string key, string value, string expected)
    {
        using var app = new FolderApp(new TempFolder(("api/a.cs", TempFolder.Handler)), [(key, value)]);

        var diagnostic = Assert.Single(Assert.Throws<FileRoutesException>(() => app.CreatePlainClient()).Diagnostics);

        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(expected, diagnostic.Message, StringComparison.Ordinal);
    }
}
