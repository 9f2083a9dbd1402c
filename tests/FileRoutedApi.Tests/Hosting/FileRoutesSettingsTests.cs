using FileRoutedApi.Settings;
using Microsoft.Extensions.Configuration;

namespace FileRoutedApi.Tests.Hosting;

public class FileRoutesSettingsTests
{
    [Theory]
    [InlineData("FileRoute:BodySizeLimit", "2mb")]
    [InlineData("filerouts:bodysizelimit", "2mb")]
    [InlineData("FILE_ROUTES:BodySizeLimit", "2mb")]
    [InlineData("FileRoutess:BodySizeLimit", "2mb")]
    [InlineData("FlieRoutes:BodySizeLimit", "2mb")]
    [InlineData("FileRoute:BodySizLimit", "2mb")]
    [InlineData("FileRoute:Cache:MemoryLimit", "2mb")]
    [InlineData("FileRoute:ForwardedHeaders:KnownProxies:0", "10.0.0.7")]
    public void FRA3003_a_misspelled_section_is_an_error(string key, string value)
    {
        var exception = Assert.Throws<FileRoutesException>(() => Read(key, value));

        var diagnostic = Assert.Single(exception.Diagnostics);
        var (section, name) = (key.Split(':')[0], key.Split(':')[1]);
        Assert.Equal(
            ("FRA3003", $"The setting '{section}:{name}' is unknown. Write 'FileRoutes:{name}'."),
            (diagnostic.Id, diagnostic.Message));
    }

    [Theory]
    [InlineData("fileroutes:BodySizeLimit", "2mb")]
    [InlineData("FileRoutes:Cache:RedisPrefix", "shop:")]
    [InlineData("FileRouter:Printers", "2")]
    [InlineData("FileRoute", "2mb")]
    [InlineData("FileRouting:BodySizeLimit", "2mb")]
    [InlineData("Logging:BodySizeLimit", "2mb")]
    public void A_configuration_section_of_the_application_is_not_checked(string key, string value) => Assert.NotNull(Read(key, value));

    [Theory]
    [InlineData("OpenApi:Title", "MapOpenApi")]
    [InlineData("Health:Path", "MapHealthChecks")]
    [InlineData("Shutdown:Delay", "HostOptions.ShutdownTimeout")]
    [InlineData("ForwardedHeaders:KnownProxies:0", "UseForwardedHeaders")]
    [InlineData("Compression", "UseResponseCompression")]
    [InlineData("compression", "UseResponseCompression")]
    [InlineData("RequestIdHeader", "middleware")]
    public void FRA3003_a_key_of_the_host_is_an_error_in_another_application(string key, string replacement)
    {
        var diagnostic = Assert.Single(Assert.Throws<FileRoutesException>(() => Read($"FileRoutes:{key}", "x")).Diagnostics);

        Assert.Equal("FRA3003", diagnostic.Id);
        Assert.StartsWith($"The setting 'FileRoutes:{key.Split(':')[0]}' is read by the FileRoutedApi host only.", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains(replacement, diagnostic.Message, StringComparison.Ordinal);
    }

    private static FileRoutesSettings Read(string key, string value) => FileRoutesSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build(), Path.GetTempPath(), null);
}
