using FileRoutedApi.Routing;

namespace FileRoutedApi.Diagnostics;

/// <summary>
/// The home of every text for an error that a user can cause. Each method is one id; each id has a line in
/// <c>docs/diagnostics.md</c> and a test. The first sentence says what is wrong, the next what to do.
/// </summary>
internal static partial class RouteDiagnostics
{
    // FRA1xxx: names and routes. The texts of Next.js are kept where it has one.

    public static RouteDiagnostic CatchAllNotLast(string file, RouteSegment catchAll) =>
        Error("FRA1001", file, $"Catch-all must be the last part of the URL. Move '{catchAll}' to the end of the path.");

    public static RouteDiagnostic ThreeDotCharacter(string file, string name) =>
        Error("FRA1002", file, $"Detected a three-dot character ('…') at ('{name}'). Did you mean ('...')?");

    public static RouteDiagnostic ExtraBrackets(string file, string name) =>
        Error("FRA1003", file, $"Segment names may not start or end with extra brackets ('{name}'). Write '[name]', '[...name]' or '[[...name]]'.");

    public static RouteDiagnostic ErroneousPeriods(string file, string name) =>
        Error("FRA1004", file, $"Segment names may not start with erroneous periods ('{name}'). A catch-all has exactly three: '[...name]'.");

    public static RouteDiagnostic DifferentSlugNames(string file, string name, string otherName, string otherFile) =>
        Error("FRA1005", file, $"You cannot use different slug names for the same dynamic path ('{otherName}' !== '{name}'). '{otherFile}' has the other name; give both the same.");

    public static RouteDiagnostic RepeatedSlugName(string file, string name) =>
        Error("FRA1006", file, $"You cannot have the same slug name \"{name}\" repeat within a single dynamic path. Rename one of them (upper and lower case are the same here).");

    public static RouteDiagnostic SimilarSlugNames(string file, string name, string otherName) =>
        Error("FRA1007", file, $"You cannot have the slug names \"{name}\" and \"{otherName}\" differ only by non-word symbols within a single dynamic path. Rename one of them.");

    public static RouteDiagnostic OptionalBesideRequiredCatchAll(string file, string optional, string required, string otherFile) =>
        Error("FRA1008", file, $"You cannot use both a required and optional catch-all route at the same level (\"{required}\" and \"{optional}\"). '{otherFile}' is the other one; keep one of the two.");

    public static RouteDiagnostic OptionalParameter(string file, string segment) =>
        Error("FRA1009", file, $"Optional route parameters are not yet supported (\"{segment}\"). Use '[name]' with an 'index' file beside it, or '[[...name]]'.");

    public static RouteDiagnostic SameSpecificity(string file, string pattern, string optionalPattern, string otherFile) =>
        Error("FRA1010", file, $"You cannot define a route with the same specificity as an optional catch-all route (\"{pattern}\" and \"{optionalPattern}\"). '{otherFile}' already answers that path; remove one of the two.");

    public static RouteDiagnostic DuplicateRoute(string file, string pattern, string otherFile) =>
        Error("FRA1011", file, $"'{otherFile}' already answers '{pattern}'. Remove or rename one of the two files.");

    public static RouteDiagnostic DiffersByCase(string file, string otherFile) =>
        Error("FRA1012", file, $"'{otherFile}' differs only by upper and lower case, or by the form of its Unicode characters (composed or decomposed), and URLs do not tell these apart. Remove or rename one of the two files.");

    public static RouteDiagnostic InvalidCharacter(string file, string segment) =>
        Error("FRA1013", file, $"The name '{segment}' holds a character that a route cannot ('?', '\\', a quotation mark, a control character or '%2F'; in a parameter also '{{', '}}' and '*'). Rename it.");

    public static RouteDiagnostic TooManySegments(string file, int count) =>
        Error("FRA1014", file, $"The route has {count} segments, and ASP.NET Core allows {RouteFileName.MaximumSegments}. Use fewer folders, or a catch-all.");

    public static RouteDiagnostic EmptyParameterName(string file, string segment) =>
        Error("FRA1015", file, $"The parameter '{segment}' has no name. Put one between the brackets, such as '[id]'.");

    public static RouteDiagnostic UnknownUnderscoreName(string file) =>
        Warning("FRA1016", file, "A name that begins with '_' is not a route, and this is none of the names with a meaning, so the file is ignored. Rename it, or move shared code into a '_lib' folder.");

    public static RouteDiagnostic LinkOutside(string file, string target) =>
        Error("FRA1017", file, $"The link leads out of the folder, to '{target}', and is not followed. Copy the file into the folder, or remove the link.");

    public static RouteDiagnostic BrokenLink(string file) =>
        Error("FRA1018", file, "The link leads to nothing, or to a folder that holds it. Mend or remove it.");

    public static RouteDiagnostic Unreadable(string file, string reason) =>
        Error("FRA1019", file, $"The file cannot be read ({reason}). Check that it is still there and that this user may read it.");

    public static RouteDiagnostic UnreadableBuildFile(string file, int line, string reason) =>
        Error("FRA1019", file, $"The file cannot be read: {reason.TrimEnd('.')}. Mend its XML.", line);

    public static RouteDiagnostic NoRouteFiles(string folder) =>
        new("FRA1020", RouteDiagnosticSeverity.Warning, null, 0, 0, $"There is no route file in '{folder}', so every request is answered with 404. {FirstRoute}");

    public static RouteDiagnostic SecondFolderFile(string file, string otherFile) =>
        Error("FRA1021", file, $"'{otherFile}' is about the same folder. Remove one of the two files.");

    public static RouteDiagnostic NotFoundInGroup(string file) =>
        Error("FRA1022", file, "A folder in parentheses is no part of the URL, so no path that nothing answers can be told to be below it. Move the file to a folder that is part of the URL.");

    public static RouteDiagnostic PartialParameter(string file, string segment, string suggestion) =>
        Error("FRA1023", file, $"'{segment}' has a bracket beside other text, and a parameter is a whole segment of the URL. Name the file '{suggestion}' and take the value apart in the function, or give each part a segment of its own.");

    public static RouteDiagnostic ForeignParameter(string file, string segment, string suggestion) =>
        Error("FRA1024", file, $"'{segment}' is a parameter in other frameworks, and literal text here. Name the file '{suggestion}'.");

    // FRA2xxx: modules, that is what stands in a route file.

    public static RouteDiagnostic NoExports(string file) =>
        Error("FRA2001", file, "The file has no function that answers requests. Add 'void Handler(ApiRequest req, ApiResponse res)', or a function named after a method, such as 'GET'.");

    public static RouteDiagnostic BothStyles(string file, int line, int column, string method) =>
        Error("FRA2002", file, $"The file has both 'Handler', which answers every method, and '{method}'. Keep one style: 'Handler' alone, or one function per method.", line, column);

    public static RouteDiagnostic MethodInOtherCase(string file, int line, int column, string name) =>
        Error("FRA2003", file, $"The function '{name}' answers nothing: names of methods are in upper case. Name the function '{name.ToUpperInvariant()}'.", line, column);

    public static RouteDiagnostic StartupFunctionName(string file, int line, int column, string name, string mend) =>
        Error("FRA2003", file, $"The function '{name}' does nothing in the start-up file. {mend}", line, column);

    public static RouteDiagnostic HandlerInOtherCase(string file, int line, int column, string name) =>
        Error("FRA2003", file, $"The function '{name}' answers nothing. Name it 'Handler'.", line, column);

    public static RouteDiagnostic AsyncVoid(string file, int line, int column, string name) =>
        Error("FRA2004", file, $"'{name}' is 'async void', and an exception in it would end the process. Make it 'async Task {name}(...)'.", line, column);

    public static RouteDiagnostic GenericExport(string file, int line, int column, string name) =>
        Error("FRA2005", file, $"'{name}' has type parameters, and nobody can say which types to call it with. Remove them.", line, column);

    public static RouteDiagnostic AccessModifier(string file, int line, int column, string name, string modifier) =>
        Error("FRA2006", file, $"'{name}' is '{modifier}', and a top-level function cannot be. Remove '{modifier}'; the name alone makes it answer.", line, column);

    public static RouteDiagnostic Namespace(string file, int line, int column) =>
        Error("FRA2007", file, "A route file has no namespace: its types are its own already. Remove the namespace, or move shared types into a '_lib' folder.", line, column);

    public static RouteDiagnostic TopLevelReturn(string file, int line, int column) =>
        Error("FRA2008", file, "A 'return' at the top level would end the file before its functions are known. Put the statements that may be skipped into an 'if'.", line, column);

    public static RouteDiagnostic AssemblyAttribute(string file, int line, int column) =>
        Error("FRA2009", file, "An attribute of the assembly or module cannot stand in a route file, because all files are one assembly. Move it into a '_lib' folder.", line, column);

    public static RouteDiagnostic UnsupportedDirective(string file, int line, string directive, string mend) =>
        Error("FRA2010", file, $"The directive '{directive}' is not supported here. {mend}", line);

    public static RouteDiagnostic UnreadableSize(string file, int line, string setting, string text) =>
        Error("FRA2011", file, $"{setting} is '{text}', which is no size. Write a number of bytes, or one with a unit: 1000, \"500kb\", \"1.5mb\".", line);

    public static RouteDiagnostic MaxDurationOutOfRange(string file, int line, int seconds) =>
        Error("FRA2012", file, $"MaxDuration is {seconds}. Write a number of seconds from 1 to 86400, or leave it out.", line);

    public static RouteDiagnostic ThrewWhileLoading(string file, Exception exception) =>
        Error("FRA2013", file, $"The top-level statements threw {exception.GetType().Name}: {exception.Message.TrimEnd('.')}. Mend them, or catch the exception there.", ExceptionPlace.LineIn(exception, file));

    public static RouteDiagnostic NotUtf8(string file, int line) =>
        Error("FRA2014", file, "The file is not UTF-8. Save it as UTF-8; the line is the first that is something else.", line);

    public static RouteDiagnostic ConfigOfOtherType(string file, int line, string type, string expected) =>
        Warning("FRA2015", file, $"The variable 'config' is a '{type}', so it does not configure this file. Write 'var config = new {expected} {{ ... }};', or give it another name.", line);

    public static RouteDiagnostic FieldsNotSent(string file, int line, int column, string function, string type) =>
        new("FRA2035", RouteDiagnosticSeverity.Warning, file, line, column,
            $"'{function}' sends '{type}', which has fields and no properties, and JSON leaves fields out: clients get '{{}}'. Send a record or an anonymous object.");

    public static RouteDiagnostic UnbindableSignature(string file, int line, int column, string function, string reason) =>
        Error("FRA2016", file, $"The function '{function}' cannot be bound: {reason}", line, column);

    public static RouteDiagnostic IgnoredDirective(string file, int line, string directive) =>
        Warning("FRA2017", file, $"The directive '{directive}' says something to an editor only; it changes nothing here.", line);

    public static RouteDiagnostic ValidatorNotMade(string? file, string type, string reason) =>
        Error("FRA2018", file, $"The validator '{type}' cannot be made: {reason.TrimEnd('.')}. Mend its constructor, or register what it asks for in '_startup.cs'.");

    public static RouteDiagnostic EmptyStartup(string file) =>
        Error("FRA2019", file, "The start-up file has none of 'Services', 'App' and 'Start'. Add 'void Services(IServiceCollection services, IConfiguration configuration)', 'void App(WebApplication app)' or 'Task Start(IServiceProvider services, CancellationToken stop)'.");

    public static RouteDiagnostic StartupSignature(string file, int line, int column, string expected) =>
        Error("FRA2020", file, $"The function has another signature than the start-up needs. Write '{expected}'.", line, column);

    public static RouteDiagnostic SameEndpointName(string file, int line, int column, string name, string otherFile) =>
        Error("FRA2021", file, $"The name '{name}' belongs to a function of '{otherFile}' already. Give one of them another [EndpointName].", line, column);

    public static RouteDiagnostic AwaitInStartup(string file, int line, int column) =>
        Error("FRA2022", file, "The top-level statements of the start-up file cannot 'await'. Await in 'Start', or read what you need synchronously.", line, column);

    public static RouteDiagnostic NeverLoaded(string file, double seconds) =>
        Error("FRA2023", file, $"The top-level statements have not ended for {seconds} seconds, so the file is not used. Let them end; work that goes on belongs into a hosted service that '_startup.cs' registers.");

    public static RouteDiagnostic EmptyMiddleware(string file) =>
        Error("FRA2024", file, "The file has neither a function 'Middleware' nor a 'config'. Add 'async Task Middleware(HttpContext context, RequestDelegate next)', or 'var config = new MiddlewareConfig { ... };'.");

    public static RouteDiagnostic InvalidConfig(string file, int line, string what) =>
        Error("FRA2025", file, what, line);

    public static RouteDiagnostic FolderFunctionName(string file, int line, int column, string name, string mend) =>
        Error("FRA2003", file, $"The function '{name}' does nothing in this file. {mend}", line, column);

    public static RouteDiagnostic ValidatorNotDescribed(string? file, int line, string type, string reason) =>
        Warning("FRA2045", file, $"The rules of the validator '{type}' are not in the OpenAPI document, because it cannot be created without a request: {reason.TrimEnd('.')}. Read what belongs to a request in a rule, not in the constructor.", line);

    // FRA3xxx: settings and start-up.

    public static RouteDiagnostic NoApiFolder(string folder) =>
        new("FRA3001", RouteDiagnosticSeverity.Error, null, 0, 0, $"There is no folder 'api' in '{folder}'. {FirstRoute}");

    public static RouteDiagnostic InvalidSetting(string key, string? value, string expected) =>
        new("FRA3002", RouteDiagnosticSeverity.Error, null, 0, 0, $"The setting 'FileRoutes:{key}' is '{value}'. {expected}");

    public static RouteDiagnostic UnreadableSetting(string section, string reason) =>
        new("FRA3002", RouteDiagnosticSeverity.Error, null, 0, 0, $"A setting of the section '{section}' cannot be read: {reason} Correct its value.");

    public static RouteDiagnostic UnknownSetting(string key, IEnumerable<string> known) =>
        new("FRA3003", RouteDiagnosticSeverity.Error, null, 0, 0, $"The setting 'FileRoutes:{key}' is not known. Check the spelling; there are {string.Join(", ", known)}.");

    public static RouteDiagnostic HostSetting(string key, string replacement) =>
        new("FRA3003", RouteDiagnosticSeverity.Error, null, 0, 0, $"The setting 'FileRoutes:{key}' is read by the FileRoutedApi host only. {replacement}");

    public static RouteDiagnostic MisspelledSection(string section, string key, string expected) =>
        new("FRA3003", RouteDiagnosticSeverity.Error, null, 0, 0, $"The setting '{section}:{key}' is read by nothing. Write '{expected}:{key}'.");

    public static RouteDiagnostic NoModuleSource() =>
        new("FRA3004", RouteDiagnosticSeverity.Error, null, 0, 0, "Nothing here can load route files. Add 'builder.AddFileRoutes().AddCompilation()' (package FileRoutedApi.Compilation), or let FileRoutes:Root name a folder that was built.");

    public static RouteDiagnostic CannotListen(string reason) =>
        new("FRA3005", RouteDiagnosticSeverity.Error, null, 0, 0, $"The server cannot listen: {reason} Choose another address with --urls http://localhost:5080.");

    public static RouteDiagnostic UnreadableSettingsFile(string reason) =>
        new("FRA3006", RouteDiagnosticSeverity.Error, null, 0, 0, $"A settings file cannot be read: {reason} Mend its JSON.");

    public static RouteDiagnostic StartupThrew(string file, int line, string function, string message) =>
        Error("FRA3007", file, $"'{function}' threw {message.TrimEnd('.')}. Mend it, or catch the exception there.", line);

    public static RouteDiagnostic MissingRegistration(string file, int line, int column, string what, string mend) =>
        Error("FRA3008", file, $"{what} {mend}", line, column);

    public static RouteDiagnostic NoApplicationForStartup(string file) =>
        Error("FRA3009", file, "The function 'App' gets the application, and the routes are mapped on something else. Call 'app.MapFileRoutes()' on the WebApplication itself, or remove 'App'.");

    public static RouteDiagnostic AssemblyNotFound(string key, string name, string reason) =>
        new("FRA3010", RouteDiagnosticSeverity.Error, null, 0, 0, $"The setting 'FileRoutes:{key}' names the assembly '{name}', which cannot be loaded ({reason.TrimEnd('.')}). Write the name of an assembly of this application, or the path of a file.");

    public static RouteDiagnostic PackageVersions(string file, int line, string package, string version, string otherVersion, string otherFile) =>
        Error("FRA3011", file, $"The package '{package}' is asked for in version {version} here and {otherVersion} in '{otherFile}'. All files are one application; ask for the same version.", line);

    public static RouteDiagnostic PackageWithoutVersion(string file, int line, string package) =>
        Error("FRA3012", file, $"The package '{package}' has no version. Write '#:package {package}@1.2.3'.", line);

    public static RouteDiagnostic PackageNotResolved(string file, int line, string packages, string reason) =>
        Error("FRA3013", file, $"The packages cannot be resolved ({packages}): {reason.TrimEnd('.')}. Check the names, the versions and the package sources.", line);

    public static RouteDiagnostic NoSdk(string file, int line, string reason) =>
        Error("FRA3014", file, $"Packages are resolved by the .NET SDK, and there is none here ({reason.TrimEnd('.')}). Install it, or remove the packages.", line);

    public static RouteDiagnostic PackageNewerThanHost(string file, int line, string package, string path, string assembly, string asked, string present) =>
        Error("FRA3015", file, $"The package '{path}' brings the assembly '{assembly}' {asked}. The host runs on {present} and shares its types with route files, so it cannot be replaced. Use a version of '{package}' that needs at most {present}.", line);

    public static RouteDiagnostic PackageOfHostUsed(string file, int line, string path, string assembly, string asked, string present) =>
        Warning("FRA3040", file, $"The package '{path}' has the assembly '{assembly}' {asked}, and {present} of the host is used: the host shares its types with route files. Use the version of the host.", line);

    public static RouteDiagnostic ServicesNotBuilt(string reason) =>
        new("FRA3016", RouteDiagnosticSeverity.Error, null, 0, 0, $"The services that '_startup.cs' registers do not fit together: {CompiledNames.Shorten(reason).TrimEnd('.')}. Register what is missing, or mend its lifetime.");

    public static RouteDiagnostic InvalidLogging(string reason) =>
        new("FRA3017", RouteDiagnosticSeverity.Error, null, 0, 0, $"The settings of the section 'Serilog' cannot be used: {reason.TrimEnd('.')}. Correct the value.");

    public static RouteDiagnostic ServiceDidNotStart(string reason, (string File, int Line)? place) =>
        Error("FRA3018", place?.File, $"A service that starts with the application threw {reason.TrimEnd('.')}. Mend it, or catch the exception there.", place?.Line ?? 1);

    public static RouteDiagnostic UnusableCache(string folder) =>
        Warning("FRA3019", null, $"The setting 'FileRoutes:CompileCache' names '{folder}', which cannot be used: it cannot be made, or another user owns it, may write to it, or may replace it or a folder above it. Name a folder that only you can write to, or 'false' for none.");

    public static RouteDiagnostic NotBuilt(string folder) =>
        new("FRA3020", RouteDiagnosticSeverity.Error, null, 0, 0, $"Nothing was built into '{folder}'. Build it first with: build DIR --output {folder}");

    public static RouteDiagnostic BuiltDamaged(string folder, string file) =>
        new("FRA3021", RouteDiagnosticSeverity.Error, null, 0, 0, $"What was built into '{folder}' is damaged: '{file}' is missing, or not what the build wrote. Build it again.");

    public static RouteDiagnostic BuiltByAnotherVersion(string folder, string version, string own) =>
        new("FRA3022", RouteDiagnosticSeverity.Error, null, 0, 0, $"What stands in '{folder}' was built by version {version}, and this is {own}. Build it again, or start it with the host in it: dotnet {folder}/FileRoutedApi.Host.dll");

    public static RouteDiagnostic BuiltForAnotherSystem(string folder, string system, string own) =>
        new("FRA3023", RouteDiagnosticSeverity.Error, null, 0, 0, $"What stands in '{folder}' was built for {system}, and this is {own}: its packages bring native libraries. Build it on the system that runs it.");

    public static RouteDiagnostic OutputNotOurs(string folder, IReadOnlyList<string> names) =>
        new("FRA3024", RouteDiagnosticSeverity.Error, null, 0, 0, $"The output folder '{folder}' holds what no build wrote, or what was changed since: {ListOf(names)}. A build replaces the whole folder. Move these files elsewhere, or name another folder with --output.");

    public static RouteDiagnostic SettingsOutsideFolder(string name, string target) =>
        new("FRA3032", RouteDiagnosticSeverity.Error, null, 0, 0, $"'{name}' is a link to '{target}', outside of the folder, and a build would copy what it leads to. Put the file itself into the folder, or set these settings where the application runs.");

    public static RouteDiagnostic FolderNotForPackages(string file, int line, string folder) =>
        Error("FRA3033", file, $"The packages cannot be resolved in '{folder}': NuGet splits the path at ';', and would not find the nuget.config that belongs to the folder. Rename the folder.", line);

    public static RouteDiagnostic WrittenByCheck(string name) =>
        new("FRA3034", RouteDiagnosticSeverity.Warning, null, 0, 0, $"'{name}' was written into the output while the build checked it, and was removed. Move work that writes files at start-up to 'Start' of '_startup.cs', which a build does not run.");

    public static RouteDiagnostic OutputKept(string folder, IReadOnlyList<string> names) =>
        new("FRA3035", RouteDiagnosticSeverity.Warning, null, 0, 0, $"Files were written into the output while it was replaced: {ListOf(names)}. They are kept in '{folder}'.");

    public static RouteDiagnostic OutputHoldsSources(string folder) =>
        new("FRA3025", RouteDiagnosticSeverity.Error, null, 0, 0, $"The output folder '{folder}' holds the sources, and a build replaces the whole folder. Name another with --output.");

    public static RouteDiagnostic OutputNotWritten(string folder, string reason) =>
        new("FRA3026", RouteDiagnosticSeverity.Error, null, 0, 0, $"The output folder '{folder}' cannot be written ({reason.TrimEnd('.')}). Name another with --output, or see to its permissions.");

    public static RouteDiagnostic NoReadyToRun(string reason) =>
        new("FRA3027", RouteDiagnosticSeverity.Error, null, 0, 0, $"The compiler for --ready-to-run cannot be had: {reason.TrimEnd('.')}. It is a package that the .NET SDK restores; leave the option out to go without.");

    public static RouteDiagnostic NoPipeline(string file, string what) =>
        Error("FRA3028", file, $"{what} needs its place in the pipeline of the application. Call 'app.UseFileRoutes()' before 'app.MapFileRoutes()', both on the WebApplication itself.");

    public static RouteDiagnostic InvalidRedis(string reason) =>
        new("FRA3029", RouteDiagnosticSeverity.Error, null, 0, 0, $"The connection string 'Redis' cannot be read: {reason.TrimEnd('.')}. Write it as StackExchange.Redis does: host:6379,password=...");

    public static RouteDiagnostic GuardsNotPassed(string file) =>
        Error("FRA3030", file, "The function was not called: the request was routed to this file after 'app.UseFileRoutes()', without the middleware, authorization, CORS and limits of this path. Call UsePathBase, UseRewriter, UseRouting and any middleware that changes the path before 'app.UseFileRoutes()'.");

    public static RouteDiagnostic InvalidLogLevel(string key, string? value) =>
        new("FRA3037", RouteDiagnosticSeverity.Error, null, 0, 0, $"The setting '{key}' is '{value}'. Write a level: Trace, Debug, Information, Warning, Error, Critical or None.");

    private const string FirstRoute =
        "Create 'api/hello.cs' with: void Handler(ApiRequest req, ApiResponse res) => res.Json(new { message = \"Hello\" });";

    private static RouteDiagnostic Error(string id, string? file, string message, int line = 1, int column = 1) =>
        new(id, RouteDiagnosticSeverity.Error, file, line, column, message);

    private static RouteDiagnostic Warning(string id, string? file, string message, int line = 1, int column = 1) =>
        new(id, RouteDiagnosticSeverity.Warning, file, line, column, message);

    private static string ListOf(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(5).Select(name => $"'{name}'")) + (names.Count > 5 ? $" and {names.Count - 5} more" : "");
}
