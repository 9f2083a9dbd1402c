using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.Extensions.FileProviders;

namespace FileRoutedApi.Host.Serving;

/// <summary>The folder of a command, with the settings that belong to it.</summary>
internal sealed class ServedFolder
{
    /// <summary>Where a build goes, and a start looks, unless told otherwise.</summary>
    public const string DefaultOutput = "out";

    private readonly string[] _settings;
    private readonly string _defaultEnvironment;
    private readonly bool _isBuilt;

    private ServedFolder(string root, string[] settings, string defaultEnvironment, bool isBuilt = false)
    {
        Root = root;
        _isBuilt = isBuilt;
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
        var root = Path.GetFullPath(argument ?? RootOf(settings) ?? DefaultRoot);
        return BuiltFolder.Exists(root)
            ? new ServedFolder(root, settings, "Production", isBuilt: true)
            : throw new FileRoutesException(RouteDiagnostics.NotBuilt(argument ?? root));
    }

    /// <summary>Where a start without an argument would look; the current folder where nothing was built. Only its settings count.</summary>
    public static ServedFolder OpenAny(string[] settings)
    {
        var root = RootOf(settings) ?? DefaultRoot;
        return new(Path.GetFullPath(BuiltFolder.Exists(root) ? root : RootOf(settings) ?? Environment.CurrentDirectory), settings, "Production");
    }

    /// <summary>Whether what is served without a word was built: by the settings, or because this host lies in it.</summary>
    public static bool IsBuilt(string[] settings) => BuiltFolder.Exists(RootOf(settings) ?? AppContext.BaseDirectory);

    /// <summary>
    /// A builder that reads the <c>appsettings.json</c> of the folder. Settings do not change while it runs, so no file is
    /// watched. The content root is the folder of the sources; a built application, as any published one, has the folder in
    /// which the process is started, because what it writes must not lie in what the next build replaces.
    /// </summary>
    /// <exception cref="FileRoutesException">A settings file is no JSON (FRA3006).</exception>
    public WebApplicationBuilder CreateBuilder(params string[] arguments)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = ["--hostBuilder:reloadConfigOnChange=false", .. _settings, .. arguments],
                ContentRootPath = Root,
                EnvironmentName = HasEnvironment() ? null : _defaultEnvironment,
            });
            if (_isBuilt)
            {
                MoveContentRoot(builder, Environment.CurrentDirectory);
            }

            return builder;
        }
        catch (InvalidDataException exception)
        {
            throw new FileRoutesException(RouteDiagnostics.UnreadableSettingsFile(
                $"{exception.Message.TrimEnd('.')}: {exception.InnerException?.InnerException?.Message ?? exception.InnerException?.Message}"));
        }
    }

    private static string DefaultRoot => BuiltFolder.Exists(AppContext.BaseDirectory) ? AppContext.BaseDirectory : DefaultOutput;

    private static string? RootOf(string[] settings) => new ConfigurationBuilder()
        .AddEnvironmentVariables()
        .AddCommandLine(settings)
        .Build()[$"{FileRoutesOptions.SectionName}:{nameof(FileRoutesOptions.Root)}"];

    // Afterwards: the settings files are read from the content root that a builder is created with.
    private static void MoveContentRoot(WebApplicationBuilder builder, string folder)
    {
        var files = new PhysicalFileProvider(folder);

        // The host and the web host have an object each.
        foreach (var environment in builder.Services.Select(service => service.ImplementationInstance).OfType<IHostEnvironment>())
        {
            environment.ContentRootPath = folder;
            environment.ContentRootFileProvider = files;
        }

        var web = Path.GetFullPath(builder.Configuration[WebHostDefaults.WebRootKey] ?? "wwwroot", folder);
        builder.Environment.WebRootPath = Directory.Exists(web) ? web : "";
        builder.Environment.WebRootFileProvider = Directory.Exists(web) ? new PhysicalFileProvider(web) : new NullFileProvider();
    }

    private bool HasEnvironment() =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"))
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"))
        || _settings.Any(setting => setting.StartsWith("--environment=", StringComparison.OrdinalIgnoreCase));
}
