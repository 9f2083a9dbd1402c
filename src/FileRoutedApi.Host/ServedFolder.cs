using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host;

/// <summary>The folder of a command, with the settings that belong to it.</summary>
internal sealed class ServedFolder
{
    private readonly string[] _settings;
    private readonly string _defaultEnvironment;

    private ServedFolder(string root, string[] settings, string defaultEnvironment)
    {
        Root = root;
        _settings = settings;
        _defaultEnvironment = defaultEnvironment;
    }

    /// <summary>The folder that contains <c>api/</c>, absolute.</summary>
    public string Root { get; }

    /// <exception cref="FileRoutesException">There is no <c>api/</c> in it (FRA3001).</exception>
    public static ServedFolder Open(string? argument, string[] settings, string defaultEnvironment)
    {
        const string key = $"{FileRoutesOptions.SectionName}:{nameof(FileRoutesOptions.Root)}";
        var given = argument
            ?? new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build()[key]
            ?? Environment.CurrentDirectory;
        var root = Path.GetFullPath(given);
        return RouteFolder.Find(root) is { } folder
            ? new ServedFolder(folder.Root, settings, defaultEnvironment)
            : throw new FileRoutesException(RouteDiagnostics.NoApiFolder(root));
    }

    /// <summary>
    /// A builder whose content root is the folder, so that its <c>appsettings.json</c> is the application's. Settings
    /// do not change while it runs, so no file is watched.
    /// </summary>
    /// <exception cref="FileRoutesException">A settings file is no JSON (FRA3006).</exception>
    public WebApplicationBuilder CreateBuilder(params string[] arguments)
    {
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = ["--hostBuilder:reloadConfigOnChange=false", .. _settings, .. arguments],
                ContentRootPath = Root,
                EnvironmentName = HasEnvironment() ? null : _defaultEnvironment,
            });
        }
        catch (InvalidDataException exception)
        {
            throw new FileRoutesException(RouteDiagnostics.UnreadableSettingsFile(
                $"{exception.Message.TrimEnd('.')}: {exception.InnerException?.InnerException?.Message ?? exception.InnerException?.Message}"));
        }
    }

    private bool HasEnvironment() =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"))
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"))
        || _settings.Any(setting => setting.StartsWith("--environment=", StringComparison.OrdinalIgnoreCase));
}
