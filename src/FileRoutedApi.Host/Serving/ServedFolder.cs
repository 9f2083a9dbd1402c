using FileRoutedApi.Built;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Host.Settings;
using FileRoutedApi.Routing;
using Microsoft.Extensions.FileProviders;

namespace FileRoutedApi.Host.Serving;

/// <summary>The folder that a command works on, and its settings.</summary>
internal sealed class ServedFolder
{
    /// <summary>The default output of <c>build</c>, and the default folder of <c>start</c>.</summary>
    public const string DefaultOutput = "out";

    private readonly string[] _settings;
    private readonly string _defaultEnvironment;

    private ServedFolder(string root, string[] settings, string defaultEnvironment, bool isBuilt = false)
    {
        Root = root;
        IsBuilt = isBuilt;
        _settings = settings;
        _defaultEnvironment = defaultEnvironment;
    }

    /// <summary>Gets the absolute path of the folder that contains <c>api/</c>, or of a built folder.</summary>
    public string Root { get; }

    /// <summary>Gets whether the folder was written by <c>build</c>, and so has no sources.</summary>
    public bool IsBuilt { get; }

    /// <summary>Gets the settings of the command line.</summary>
    public IReadOnlyList<string> Settings => _settings;

    /// <summary>Opens a folder of sources.</summary>
    /// <exception cref="FileRoutesException">The folder has no <c>api/</c> (FRA3001).</exception>
    public static ServedFolder Open(string? argument, string[] settings, string defaultEnvironment)
    {
        var root = Path.GetFullPath(argument ?? RootOf(settings) ?? Environment.CurrentDirectory);
        return RouteFolder.Find(root) is { } folder
            ? new ServedFolder(folder.Root, settings, defaultEnvironment)
            : throw new FileRoutesException(RouteDiagnostics.NoApiFolder(root, $"{ProgramName.Text} new NAME"));
    }

    /// <summary>Opens a built folder.</summary>
    /// <exception cref="FileRoutesException">The folder is not a built folder (FRA3020).</exception>
    public static ServedFolder OpenBuilt(string? argument, string[] settings)
    {
        var root = Path.GetFullPath(argument ?? RootOf(settings) ?? DefaultRoot);
        return BuiltFolder.Exists(root)
            ? new ServedFolder(root, settings, "Production", isBuilt: true)
            : throw new FileRoutesException(RouteDiagnostics.NotBuilt(
                argument ?? root, RouteFolder.Find(root) is not null, ProgramName.Text));
    }

    /// <summary>Opens a built folder or a folder of sources.</summary>
    /// <exception cref="FileRoutesException">The folder has no <c>api/</c> (FRA3001).</exception>
    public static ServedFolder OpenFor(string root, string[] settings, string defaultEnvironment) =>
        BuiltFolder.Exists(root)
            ? new ServedFolder(root, settings, defaultEnvironment, isBuilt: true)
            : Open(root, settings, defaultEnvironment);

    /// <summary>Opens a built folder or a folder of sources, with the environment that <c>start</c> or <c>dev</c> has.</summary>
    /// <exception cref="FileRoutesException">The folder has no <c>api/</c> (FRA3001).</exception>
    public static ServedFolder OpenEither(string? argument, string[] settings)
    {
        var root = Path.GetFullPath(argument ?? RootOf(settings) ?? Environment.CurrentDirectory);
        return OpenFor(root, settings, BuiltFolder.Exists(root) ? "Production" : "Development");
    }

    /// <summary>Opens the folder that <c>start</c> without arguments serves, or else the current folder, for its settings only.</summary>
    public static ServedFolder OpenAny(string[] settings)
    {
        var root = RootOf(settings) ?? DefaultRoot;
        var folder = BuiltFolder.Exists(root) ? root : RootOf(settings) ?? Environment.CurrentDirectory;
        return new(Path.GetFullPath(folder), settings, "Production");
    }

    /// <summary>Returns true if the host without arguments serves a built folder: one that the settings name, or its own.</summary>
    public static bool HasBuilt(string[] settings) => BuiltFolder.Exists(RootOf(settings) ?? AppContext.BaseDirectory);

    /// <summary>
    /// Creates a builder that reads the settings files of the folder once, without watching it. The content root is the folder of
    /// the sources. For a built folder it is the current directory, as in any published application: files that the application writes
    /// must not lie in a folder that the next build replaces.
    /// </summary>
    /// <exception cref="FileRoutesException">A settings file is not valid (FRA3006, FRA3081, FRA3082).</exception>
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
            if (IsBuilt)
            {
                MoveContentRoot(builder, Environment.CurrentDirectory);
            }

            // In the content root, because a build does not copy these files: `start` reads those beside the sources, as `next start` does.
            builder.AddDotEnvFiles();
            return builder;
        }
        catch (InvalidDataException exception)
        {
            throw new FileRoutesException(SettingsFileError.Of(exception, Root));
        }
    }

    private static string DefaultRoot => BuiltFolder.Exists(AppContext.BaseDirectory) ? AppContext.BaseDirectory : DefaultOutput;

    private static string? RootOf(string[] settings) => new ConfigurationBuilder()
        .AddEnvironmentVariables()
        .AddCommandLine(settings)
        .Build()[$"{FileRoutesOptions.SectionName}:{nameof(FileRoutesOptions.Root)}"];

    // After the builder was created, which reads the settings files from its content root.
    private static void MoveContentRoot(WebApplicationBuilder builder, string folder)
    {
        var files = new PhysicalFileProvider(folder);

        // The host and the web host each have their own object.
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
