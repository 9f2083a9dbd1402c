using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host;

/// <summary>The folder of a command, with the settings that belong to it.</summary>
internal sealed class ServedFolder
{
    /// <summary>Where a build goes, and a start looks, unless told otherwise.</summary>
    public const string DefaultOutput = "out";

    private readonly string[] _settings;
    private readonly string _defaultEnvironment;

    private ServedFolder(string root, string[] settings, string defaultEnvironment)
    {
        Root = root;
        _settings = settings;
        _defaultEnvironment = defaultEnvironment;
    }

    /// <summary>The folder that contains <c>api/</c> or what was built, absolute.</summary>
    public string Root { get; }

    /// <summary>The settings of the command line.</summary>
    public IReadOnlyList<string> Settings => _settings;

    /// <exception cref="FileRoutesException">There is no <c>api/</c> in it (FRA3001).</exception>
    public static ServedFolder Open(string? argument, string[] settings, string defaultEnvironment)
    {
        var root = Path.GetFullPath(argument ?? RootOf(settings) ?? Environment.CurrentDirectory);
        return RouteFolder.Find(root) is { } folder
            ? new ServedFolder(folder.Root, settings, defaultEnvironment)
            : throw new FileRoutesException(RouteDiagnostics.NoApiFolder(root));
    }

    /// <exception cref="FileRoutesException">Nothing was built into it (FRA3020).</exception>
    public static ServedFolder OpenBuilt(string? argument, string[] settings)
    {
        var root = Path.GetFullPath(argument ?? RootOf(settings) ?? (BuiltFolder.Exists(AppContext.BaseDirectory) ? AppContext.BaseDirectory : DefaultOutput));
        return BuiltFolder.Exists(root)
            ? new ServedFolder(root, settings, "Production")
            : throw new FileRoutesException(RouteDiagnostics.NotBuilt(argument ?? root));
    }

    /// <summary>Where a start without a word would look, whatever is there: only its settings count.</summary>
    public static ServedFolder OpenAny(string[] settings) =>
        new(Path.GetFullPath(RootOf(settings) ?? (BuiltFolder.Exists(AppContext.BaseDirectory) ? AppContext.BaseDirectory : Environment.CurrentDirectory)), settings, "Production");

    /// <summary>Whether what is served without a word was built: by the settings, or because this host lies in it.</summary>
    public static bool IsBuilt(string[] settings) => BuiltFolder.Exists(RootOf(settings) ?? AppContext.BaseDirectory);

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

    private static string? RootOf(string[] settings) => new ConfigurationBuilder()
        .AddEnvironmentVariables()
        .AddCommandLine(settings)
        .Build()[$"{FileRoutesOptions.SectionName}:{nameof(FileRoutesOptions.Root)}"];

    private bool HasEnvironment() =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"))
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"))
        || _settings.Any(setting => setting.StartsWith("--environment=", StringComparison.OrdinalIgnoreCase));
}
