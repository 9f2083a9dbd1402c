using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>
/// One row of the table of special files: what the name of a file below <c>api/</c> or <c>app/</c> means. A new special file is a new row
/// here and a binder in <c>Endpoints/</c>; nothing else decides by role.
/// </summary>
internal sealed class RouteFileRole
{
    private RouteFileRole(string name) => Name = name;

    private static readonly string[] _methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>A route: every name in <c>api/</c> that no other row has.</summary>
    public static RouteFileRole Route { get; } = new("a route")
    {
        IsModule = true,
        Exports = ["Handler", .. _methods, "SOCKET"],
        Config = FileConfig.Route,
        ExportKind = ExportKind.Unsupported,
    };

    /// <summary>The function that every request below its folder passes, and the configuration of the folder.</summary>
    public static RouteFileRole Middleware { get; } = new("_middleware")
    {
        Roots = [RouteFolder.Api, RouteFolder.App],
        IsModule = true,
        CoversFolder = true,
        GuardsFolder = true,
        IsAllowedInGroups = true,
        Exports = ["Middleware"],
        Config = FileConfig.Folder,
        ExportKind = ExportKind.Unsupported,
    };

    /// <summary>Handles the paths below its folder that no route matches.</summary>
    public static RouteFileRole NotFound { get; } = new("_404")
    {
        IsModule = true,
        CoversFolder = true,
        Exports = ["Handler"],
        Config = FileConfig.Route,
        Status = 404,
    };

    /// <summary>Handles the exceptions of the files below its folder.</summary>
    public static RouteFileRole Error { get; } = new("_error")
    {
        IsModule = true,
        CoversFolder = true,
        IsAllowedInGroups = true,
        HandlesErrors = true,
        Exports = ["Handler"],
        Config = FileConfig.Route,
    };

    /// <summary>A page: the URL of its folder. Corresponds to <c>page.tsx</c>.</summary>
    public static RouteFileRole Page { get; } = new("page")
    {
        Roots = [RouteFolder.App],
        IsModule = true,
        IsPage = true,
        Exports = ["Page", "Metadata", "StaticParams"],
        Config = FileConfig.Route,
        ExportKind = ExportKind.Page,
    };

    /// <summary>Wraps the pages below its folder. Corresponds to <c>layout.tsx</c>.</summary>
    public static RouteFileRole Layout { get; } = new("layout")
    {
        Roots = [RouteFolder.App],
        IsModule = true,
        CoversFolder = true,
        IsAllowedInGroups = true,
        IsLayout = true,
        Exports = ["Layout", "Metadata"],
    };

    /// <summary>A route handler: a function for each HTTP method. Corresponds to <c>route.ts</c>.</summary>
    public static RouteFileRole RouteHandler { get; } = new("route")
    {
        Roots = [RouteFolder.App],
        IsModule = true,
        Exports = [.. _methods, "SOCKET", "StaticParams"],
        Config = FileConfig.Route,
        ExportKind = ExportKind.RouteHandler,
    };

    /// <summary>The page for paths below its folder that no file matches, and for <c>NotFound()</c>.</summary>
    public static RouteFileRole NotFoundPage { get; } = new("not-found")
    {
        Roots = [RouteFolder.App],
        IsModule = true,
        CoversFolder = true,
        IsAllowedInGroups = true,
        IsPage = true,
        Exports = ["Page", "Metadata"],
        Config = FileConfig.Route,
        Status = 404,
        ExportKind = ExportKind.NotFoundPage,
    };

    /// <summary>The page for exceptions of the pages below its folder.</summary>
    public static RouteFileRole ErrorPage { get; } = new("error")
    {
        Roots = [RouteFolder.App],
        IsModule = true,
        CoversFolder = true,
        IsAllowedInGroups = true,
        HandlesErrors = true,
        IsPage = true,
        Exports = ["Page", "Metadata"],
        Config = FileConfig.Route,
    };

    /// <summary>A job, which runs on a schedule or when it is called. Its name is its path below <c>jobs/</c>.</summary>
    public static RouteFileRole Job { get; } = new("jobs")
    {
        Roots = [RouteFolder.Jobs],
        IsModule = true,
        IsJob = true,
        Exports = ["Run"],
        Config = FileConfig.Job,
    };

    /// <summary>Registers services and middleware. Directly in <c>api/</c> or <c>app/</c>.</summary>
    public static RouteFileRole Startup { get; } = new("_startup")
    {
        Roots = [RouteFolder.Api, RouteFolder.App],
        Exports = ["Services", "App", "Start"],
    };

    /// <summary>C# that all route files share: in a <c>_lib</c> folder, and in <c>app/</c> every other file.</summary>
    public static RouteFileRole Shared { get; } = new("_lib") { Roots = RouteFolder.AllNames };

    /// <summary>Gets every row, in the order of the documentation.</summary>
    public static IReadOnlyList<RouteFileRole> All { get; } =
        [Route, Middleware, NotFound, Error, Page, Layout, RouteHandler, NotFoundPage, ErrorPage, Job, Startup, Shared];

    /// <summary>Gets the name without its extension; for shared code and jobs the name of the folder.</summary>
    public string Name { get; }

    /// <summary>Gets the top-level folders that the file may be in.</summary>
    public IReadOnlyList<string> Roots { get; private init; } = [RouteFolder.Api];

    /// <summary>Gets whether the file becomes a module of its own, which is bound and published.</summary>
    public bool IsModule { get; private init; }

    /// <summary>Gets whether the file is for everything below its folder, and not for one URL.</summary>
    public bool CoversFolder { get; private init; }

    /// <summary>
    /// Gets whether the file may be in a folder in parentheses. No path that is unmatched can be assigned to one of several such folders.
    /// </summary>
    public bool IsAllowedInGroups { get; private init; }

    /// <summary>Gets whether requests for the files below its folder must pass it first.</summary>
    public bool GuardsFolder { get; private init; }

    /// <summary>Gets whether its function is called by the exception handler, and may take the exception.</summary>
    public bool HandlesErrors { get; private init; }

    /// <summary>Gets whether its function returns the content of a page, which the layouts above the file wrap.</summary>
    public bool IsPage { get; private init; }

    /// <summary>Gets whether its function wraps the content of pages.</summary>
    public bool IsLayout { get; private init; }

    /// <summary>Gets whether the file is a job, which no request reaches.</summary>
    public bool IsJob { get; private init; }

    /// <summary>Gets whether the file describes a document: by the variable <c>metadata</c>, or by the function <c>Metadata</c>.</summary>
    public bool HasMetadata => IsPage || IsLayout;

    /// <summary>Gets the names of the functions that the file may export. The first one is the main one.</summary>
    public IReadOnlyList<string> Exports { get; private init; } = [];

    /// <summary>Gets the type of the variable <c>config</c>.</summary>
    public FileConfig Config { get; private init; }

    /// <summary>Gets how a static export handles the file.</summary>
    public ExportKind ExportKind { get; private init; }

    /// <summary>Gets the status of a response whose function sets none.</summary>
    public int? Status { get; private init; }

    /// <summary>Returns the row of a file that becomes a module by its name; null if no row has the name.</summary>
    /// <param name="root">The top-level folder of the file.</param>
    /// <param name="name">The name of the file without its extension.</param>
    public static RouteFileRole? Find(string root, string name) =>
        All.FirstOrDefault(role => role.IsModule && role.Name == name && role.Roots.Contains(root));

    /// <summary>Returns the name of the special file of a root that a misspelled name may have meant; null if none is close.</summary>
    public static string? Closest(string root, string name) =>
        Spelling.Closest(name, All.Where(role => role.Roots.Contains(root) && role != Route && role != Job && role != Shared).Select(role => role.Name));

    public override string ToString() => Name;
}

/// <summary>The type of the variable <c>config</c> of a file.</summary>
internal enum FileConfig
{
    /// <summary>The file has no configuration.</summary>
    None,

    /// <summary><c>RouteConfig</c>.</summary>
    Route,

    /// <summary><c>MiddlewareConfig</c>.</summary>
    Folder,

    /// <summary><c>JobConfig</c>.</summary>
    Job,
}

/// <summary>How a static export handles a file.</summary>
internal enum ExportKind
{
    /// <summary>The file is not requested by itself.</summary>
    None,

    /// <summary>Each path of the file becomes an <c>index.html</c>.</summary>
    Page,

    /// <summary>Each path of the file becomes a file with its name.</summary>
    RouteHandler,

    /// <summary>The outermost file becomes <c>404.html</c>.</summary>
    NotFoundPage,

    /// <summary>The file needs a server.</summary>
    Unsupported,
}
