using FileRoutedApi.Settings;

namespace FileRoutedApi;

/// <summary>The settings of the configuration section <c>FileRoutes</c>.</summary>
public sealed class FileRoutesOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "FileRoutes";

    /// <summary>
    /// Gets or sets the folder that contains <c>api/</c>, absolute or relative to the content root. The content root by default.
    /// </summary>
    public string Root { get; set; } = "";

    /// <summary>Gets or sets the URL path of the <c>api/</c> folder. <c>/</c> serves it at the root.</summary>
    public string BasePath { get; set; } = "/api";

    /// <summary>Gets the file extensions of route files, without the dot. <c>cs</c> and <c>csx</c> if empty.</summary>
    public IList<string> PageExtensions { get; } = [];

    /// <summary>Gets or sets the body size limit of files that do not configure one, such as <c>1mb</c>.</summary>
    public string BodySizeLimit { get; set; } = "1mb";

    /// <summary>
    /// Gets or sets the size from which a response is logged with a warning, for files that do not configure one. <c>false</c> for never.
    /// </summary>
    public string ResponseLimit { get; set; } = "4mb";

    /// <summary>
    /// Gets or sets the grace period after <see cref="RouteConfig.MaxDuration"/> in seconds. After it the connection is aborted.
    /// </summary>
    public double MaxDurationGrace { get; set; } = 5;

    /// <summary>Gets or sets the status code for data that is not valid: 400, or 422 as some clients expect.</summary>
    public int ValidationStatus { get; set; } = 400;

    /// <summary>
    /// Gets or sets the name or path of an assembly that contains the shared code, so that <c>_lib/</c> is not compiled again. A test
    /// project that compiles <c>_lib/</c> itself can then use the types that handlers take.
    /// </summary>
    public string? SharedAssembly { get; set; }

    /// <summary>Gets the names or paths of additional assemblies that route files can use.</summary>
    public IList<string> References { get; } = [];

    /// <summary>
    /// Gets or sets the folder of the compile cache, absolute or relative to <see cref="Root"/>, or <c>false</c> for no cache. Only its
    /// owner may have write access. By default it is in the user's local application data.
    /// </summary>
    public string? CompileCache { get; set; }

    /// <summary>
    /// Gets or sets the editor in which the links of the error page and the dashboard open a file, in Development: <c>vscode</c>,
    /// <c>cursor</c>, <c>zed</c>, <c>rider</c>, <c>visualstudio</c>, or a URL with <c>{file}</c>, <c>{line}</c> and <c>{column}</c>.
    /// </summary>
    public string Editor { get; set; } = EditorTemplate.Default;

    /// <summary>
    /// Gets or sets a value indicating whether changed files are reloaded while the application runs. A file with errors then affects only
    /// its own routes.
    /// </summary>
    internal bool IsLive { get; set; }

    /// <summary>Gets the settings of the response cache.</summary>
    public CacheSettings Cache { get; } = new();

    /// <summary>Gets the settings of work after the response.</summary>
    public AfterSettings After { get; } = new();

    /// <summary>Gets the settings of WebSockets.</summary>
    public WebSocketSettings WebSockets { get; } = new();

    /// <summary>Gets the settings of jobs.</summary>
    public JobSettings Jobs { get; } = new();

    /// <summary>Gets the settings of the static files in <c>public/</c>.</summary>
    public PublicSettings Public { get; } = new();

    /// <summary>Gets the redirects, rewrites and headers in front of routing. They need <c>UseFileRoutes</c>.</summary>
    public RulesSettings Rules { get; } = new();
}
