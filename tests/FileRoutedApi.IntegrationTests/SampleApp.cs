using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The host with a folder of <c>samples/</c>.</summary>
internal sealed class SampleApp : App
{
    private readonly (string Key, string Value)[] _settings;
    private readonly SampleCache? _cache;
    private readonly Action<IServiceCollection>? _services;

    /// <param name="name">The name of the folder.</param>
    /// <param name="settings">Settings that override those of the sample.</param>
    /// <param name="cache">The compile cache; null if the sample is compiled.</param>
    /// <param name="services">Replaces services of the sample.</param>
    public SampleApp(
        string name,
        (string Key, string Value)[]? settings = null,
        string environment = "Development",
        bool kestrel = false,
        SampleCache? cache = null,
        Action<IServiceCollection>? services = null)
        : base(Path.Combine(ExampleApp.Repository, "samples", name), environment, kestrel)
    {
        _cache = cache;
        _services = services;
        _settings = settings ?? [];
        if (kestrel)
        {
            UseKestrel();
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        if (_cache is not null)
        {
            builder.UseSetting("FileRoutes:CompileCache", _cache.Root);
        }

        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services => _services?.Invoke(services));
    }
}

/// <summary>A compile cache for a class that starts one sample many times: only the first start compiles it.</summary>
public sealed class SampleCache : IDisposable
{
    private readonly TempFolder _folder = new();

    internal string Root => _folder.Root;

    public void Dispose() => _folder.Dispose();
}
