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
    [InlineData("FRA3002", "FileRoutes:Shutdown:Timeout", "soon", "Write a number.")]
    [InlineData("FRA3002", "FileRoutes:Health:Path", "healthz", "such as /healthz")]
    [InlineData("FRA3002", "FileRoutes:Compression", "gzip", "Write true or false.")]
    [InlineData("FRA3003", "FileRoutes:Health:Enable", "true", "Did you mean 'FileRoutes:Health:Enabled'?")]
    [InlineData("FRA3003", "FileRoutes:Shutdown:Grace", "1", "The settings of the section 'FileRoutes:Shutdown' are Timeout, Delay.")]
    [InlineData("FRA3003", "FileRoutes:ForwardedHeaders:KnownProxy", "1", "are KnownProxies, KnownNetworks, Limit.")]
    [InlineData("FRA3003", "Kestrel:Limits:MaxRequestLineSiz", "64", "Did you mean 'Kestrel:Limits:MaxRequestLineSize'?")]
    [InlineData("FRA3003", "Kestrel:Limits:Http2:MaxFramSize", "64", "Did you mean 'Kestrel:Limits:Http2:MaxFrameSize'?")]
    [InlineData("FRA3003", "Kestrel:Limits:Bogus", "64", "The settings of the section 'Kestrel:Limits' are Http2, Http3, ")]
    [InlineData("FRA3002", "Kestrel:Limits:MaxRequestLineSize", "large", "'Kestrel:Limits:MaxRequestLineSize' is 'large'. Write a whole number")]
    [InlineData("FRA3002", "Kestrel:Limits:MaxRequestLineSize", "-1", "'Kestrel:Limits:MaxRequestLineSize' is '-1'. Write a whole number")]
    [InlineData("FRA3002", "Kestrel:Limits:KeepAliveTimeout", "soon", "'Kestrel:Limits:KeepAliveTimeout' is 'soon'. Write a time such as 00:00:30.")]
    [InlineData("FRA3002", "Kestrel:Limits:Http2:MaxFrameSize", "1", "'Kestrel:Limits:Http2:MaxFrameSize' is '1'. Write a whole number")]
    [InlineData("FRA3002", "Kestrel:Limits:MinRequestBodyDataRate:BytesPerSecond", "-1", "is 'BytesPerSecond=-1'. Write BytesPerSecond as a number")]
    [InlineData("FRA3002", "Kestrel:Limits:MinRequestBodyDataRate:GracePeriod", "soon", "is 'GracePeriod=soon'. Write BytesPerSecond as a number")]
    [InlineData("FRA3003", "Kestrel:Limits:MinResponseDataRate:BytesPerSec", "1", "are BytesPerSecond, GracePeriod.")]
    public void An_invalid_setting_is_reported_at_the_start(string id, string key, string value, string expected)
    {
        using var app = new FolderApp(new TempFolder(("api/a.cs", TempFolder.Handler)), [(key, value)]);

        var diagnostic = Assert.Single(Assert.Throws<FileRoutesException>(() => app.CreatePlainClient()).Diagnostics);

        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(expected, diagnostic.Message, StringComparison.Ordinal);
    }
}
