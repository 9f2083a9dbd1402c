namespace FileRoutedApi.Routing;

/// <summary>
/// One row of the table of special files: what the name of a file below <c>api/</c> means. A new special file is a new row here and a binder
/// in <c>Endpoints/</c>; nothing else decides by role.
/// </summary>
internal sealed class RouteFileRole
{
    private RouteFileRole(string name) => Name = name;

    /// <summary>A route: every name that no other row has.</summary>
    public static RouteFileRole Route { get; } = new("a route")
    {
        IsModule = true,
        Exports = ["Handler", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        Config = FileConfig.Route,
    };

    /// <summary>The function that every request below its folder passes, and the configuration of the folder.</summary>
    public static RouteFileRole Middleware { get; } = new("_middleware")
    {
        IsModule = true,
        CoversFolder = true,
        GuardsFolder = true,
        IsAllowedInGroups = true,
        Exports = ["Middleware"],
        Config = FileConfig.Folder,
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

    /// <summary>Registers services and middleware. Directly in <c>api/</c>.</summary>
    public static RouteFileRole Startup { get; } = new("_startup") { Exports = ["Services", "App", "Start"] };

    /// <summary>C# in a <c>_lib</c> folder, shared by all route files.</summary>
    public static RouteFileRole Shared { get; } = new("_lib");

    /// <summary>Gets every row, in the order of the documentation.</summary>
    public static IReadOnlyList<RouteFileRole> All { get; } = [Route, Middleware, NotFound, Error, Startup, Shared];

    /// <summary>Gets the name without its extension; for shared code the name of the folder.</summary>
    public string Name { get; }

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

    /// <summary>Gets the names of the functions that the file may export.</summary>
    public IReadOnlyList<string> Exports { get; private init; } = [];

    /// <summary>Gets the type of the variable <c>config</c>.</summary>
    public FileConfig Config { get; private init; }

    /// <summary>Gets the status of a response whose function sets none.</summary>
    public int? Status { get; private init; }

    /// <summary>Returns the row of a file whose name, without its extension, has a meaning for its folder; otherwise null.</summary>
    public static RouteFileRole? OfFolder(string name) => All.FirstOrDefault(role => role.CoversFolder && role.Name == name);

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
}
