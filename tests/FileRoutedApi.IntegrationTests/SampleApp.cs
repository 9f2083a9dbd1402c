using Microsoft.AspNetCore.Hosting;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The host over a folder of <c>samples/</c>.</summary>
internal sealed class SampleApp : App
{
    private readonly (string Key, string Value)[] _settings;

    /// <param name="name">The name of the folder.</param>
    /// <param name="settings">Settings over those of the sample.</param>
    public SampleApp(string name, (string Key, string Value)[]? settings = null, string environment = "Development", bool kestrel = false)
        : base(Path.Combine(ExampleApp.Repository, "samples", name), environment, kestrel)
    {
        _settings = settings ?? [];
        if (kestrel)
        {
            UseKestrel();
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }
}
