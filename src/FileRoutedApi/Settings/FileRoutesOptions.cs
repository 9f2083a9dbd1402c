namespace FileRoutedApi;

/// <summary>The settings of the section <c>FileRoutes</c>.</summary>
public sealed class FileRoutesOptions
{
    /// <summary>The name of the section in the configuration.</summary>
    public const string SectionName = "FileRoutes";

    /// <summary>The folder that contains <c>api/</c>, absolute or relative to the content root; the content root itself unless set.</summary>
    public string Root { get; set; } = "";

    /// <summary>The URL of the <c>api/</c> folder; <c>/</c> serves it at the root.</summary>
    public string BasePath { get; set; } = "/api";

    /// <summary>The endings that make a file a route, without the dot; <c>cs</c> and <c>csx</c> where none is named.</summary>
    public IList<string> PageExtensions { get; } = [];

    /// <summary>The largest body of a file that configures no other, such as <c>1mb</c>.</summary>
    public string BodySizeLimit { get; set; } = "1mb";

    /// <summary>From which size on a response of a file that configures no other is logged with a warning; <c>false</c> for never.</summary>
    public string ResponseLimit { get; set; } = "4mb";

    /// <summary>How long a handler may go on after its <see cref="RouteConfig.MaxDuration"/>, in seconds, before its connection is aborted.</summary>
    public double MaxDurationGrace { get; set; } = 5;

    /// <summary>The status of the response to data that is not valid: 400, or 422 as some clients expect.</summary>
    public int ValidationStatus { get; set; } = 400;

    /// <summary>
    /// The name or path of an assembly that already holds the shared code, so that <c>_lib/</c> is not compiled again.
    /// A test project that compiles <c>_lib/</c> itself can then name the types that handlers ask for.
    /// </summary>
    public string? SharedAssembly { get; set; }

    /// <summary>The names or paths of further assemblies that route files see.</summary>
    public IList<string> References { get; } = [];

    /// <summary>
    /// Where compiled route files are kept from one start to the next: a folder, absolute or relative to <see cref="Root"/>, that
    /// only its owner can write to, or <c>false</c> for nowhere. The user's local application data unless set.
    /// </summary>
    public string? CompileCache { get; set; }

    /// <summary>Whether the folder is followed while the application runs, and a file with errors breaks itself only.</summary>
    internal bool IsLive { get; set; }

    /// <summary>The settings of cached responses.</summary>
    public CacheSettings Cache { get; } = new();
}
