namespace FileRoutedApi.Diagnostics;

/// <content>FRA3xxx: settings and start-up.</content>
internal static partial class RouteDiagnostics
{
    /// <param name="command">The command that creates a folder, if the program has it.</param>
    public static RouteDiagnostic NoApiFolder(string folder, string? command = null) => Error(
        DiagnosticIds.FRA3001_NoApiFolder,
        $"There is no folder 'api' or 'app' in '{folder}'. "
        + (command is null ? FirstRoute : $"Run '{command}' to create a folder with examples. Or: {FirstRoute}"));

    public static RouteDiagnostic TestFolderNotFound(string message) => Error(DiagnosticIds.FRA3080_TestFolderNotFound, message);

    public static RouteDiagnostic MalformedEnvironmentLine(string file, int line) => Error(
        DiagnosticIds.FRA3081_MalformedEnvironmentLine, file,
        "The line is not valid. Write KEY=value, close quotes, and put a comment after '#'.", line);

    public static RouteDiagnostic EnvironmentInFile(string file, string key) => Error(
        DiagnosticIds.FRA3082_EnvironmentInFile,
        $"'{file}' sets {key}, which has no effect there: the environment decides which of these files are read. "
        + "Set it as an environment variable or pass --environment=NAME.");

    /// <param name="mistake">One of <see cref="SettingTexts"/>.</param>
    public static RouteDiagnostic InvalidSetting(string mistake) => Error(DiagnosticIds.FRA3002_InvalidSetting, mistake);

    /// <param name="mistake">One of <see cref="SettingTexts"/>.</param>
    public static RouteDiagnostic UnknownSetting(string mistake) => Error(DiagnosticIds.FRA3003_UnknownSetting, mistake);

    public static RouteDiagnostic NoModuleSource() => Error(
        DiagnosticIds.FRA3004_NoModuleSource,
        "The application cannot load route files. Add 'builder.AddFileRoutes().AddCompilation()' (package FileRoutedApi.Compilation), "
        + "or set FileRoutes:Root to a folder that was built.");

    /// <param name="reason">Why, one of <see cref="AddressTexts"/> or a text of the server.</param>
    /// <param name="port">A port to try instead.</param>
    public static RouteDiagnostic CannotListen(string reason, int port) => Error(
        DiagnosticIds.FRA3005_CannotListen,
        $"The server cannot listen: {Reason(reason)}. Choose another port, for example with --port {port}.");

    /// <param name="key">The setting with the address.</param>
    /// <param name="reason">One of <see cref="AddressTexts"/>.</param>
    /// <param name="corrected">The address that may have been meant.</param>
    public static RouteDiagnostic InvalidAddress(string key, string address, string reason, string corrected) => Error(
        DiagnosticIds.FRA3105_InvalidAddress,
        $"The address '{address}' is not valid: {reason}. "
        + (key == "urls" ? $"Write --urls {corrected}." : $"Write {corrected} for the setting '{key}'."));

    public static RouteDiagnostic NoCertificate() => Error(
        DiagnosticIds.FRA3109_NoCertificate,
        "There is no certificate for HTTPS. Run 'dotnet dev-certs https --trust' to create one for localhost, "
        + "or set 'Kestrel:Certificates:Default:Path' to the file of a certificate.");

    /// <param name="file">The file, relative to the folder; null if it is unknown.</param>
    public static RouteDiagnostic UnreadableSettingsFile(string? file, string reason, int line = 1, int column = 1) => Error(
        DiagnosticIds.FRA3006_UnreadableSettingsFile, file,
        $"The settings file cannot be read: {Reason(reason)}. Fix the file.", line, column);

    public static RouteDiagnostic StartupThrew(string file, int line, string function, string message) => Error(
        DiagnosticIds.FRA3007_StartupThrew, file,
        $"'{function}' threw {Reason(message)}. Fix the cause, or catch the exception there.", line);

    /// <param name="missing">One of <see cref="RegistrationTexts"/>.</param>
    public static RouteDiagnostic MissingRegistration(string file, int line, int column, string missing) =>
        Error(DiagnosticIds.FRA3008_MissingRegistration, file, missing, line, column);

    public static RouteDiagnostic NoApplicationForStartup(string file) => Error(
        DiagnosticIds.FRA3009_NoApplicationForStartup, file,
        "The function 'App' needs the WebApplication, but the routes are mapped on another object. "
        + "Call 'app.MapFileRoutes()' on the WebApplication itself, or remove 'App'.");

    public static RouteDiagnostic AssemblyNotFound(string key, string name, string reason) => Error(
        DiagnosticIds.FRA3010_AssemblyNotFound,
        $"The setting 'FileRoutes:{key}' names the assembly '{name}', which cannot be loaded: {Reason(reason)}. "
        + "Write the name of an assembly of this application, or the path of a file.");

    public static RouteDiagnostic ServicesNotBuilt(string reason) => Error(
        DiagnosticIds.FRA3016_ServicesNotBuilt,
        $"The container cannot create a service: {Reason(CompiledNames.Shorten(reason.ReplaceLineEndings(" ")))}. "
        + "Fix its registration in 'Services' of '_startup.cs'.");

    /// <param name="place">The line that registers the service; null if it is unknown.</param>
    /// <param name="user">The class that cannot be created.</param>
    /// <param name="type">The type of the parameter of its constructor.</param>
    public static RouteDiagnostic ServiceMissing((string File, int Line, int Column)? place, string user, string type) => AtPlace(
        DiagnosticIds.FRA3106_ServiceMissing, place,
        $"No service of type '{type}' is registered, and the constructor of '{user}' needs one. "
        + RegistrationTexts.FixFor(type, user));

    /// <param name="place">The line that registers the service; null if it is unknown.</param>
    /// <param name="user">The singleton.</param>
    /// <param name="type">The scoped service that its constructor needs.</param>
    public static RouteDiagnostic ServiceLifetime((string File, int Line, int Column)? place, string user, string type) => AtPlace(
        DiagnosticIds.FRA3107_ServiceLifetime, place,
        $"The singleton '{user}' needs the scoped service '{type}', so all requests would share one instance of that service. "
        + $"Register '{user}' with AddScoped too, or '{type}' with AddSingleton, or take an IServiceScopeFactory in the constructor.");

    /// <param name="place">The line that registers one of the services; null if it is unknown.</param>
    /// <param name="chain">The services, as <c>A -> B -> A</c>.</param>
    public static RouteDiagnostic ServiceCycle((string File, int Line, int Column)? place, string chain) => AtPlace(
        DiagnosticIds.FRA3108_ServiceCycle, place,
        $"The constructors of these services need each other, so none can be created first: {chain}. "
        + "Move what both need into a third service, or take an IServiceProvider in one of them and get the other service later.");

    private static RouteDiagnostic AtPlace(string id, (string File, int Line, int Column)? place, string message) =>
        place is { } found ? Error(id, found.File, message, found.Line, found.Column) : Error(id, message);

    public static RouteDiagnostic InvalidLogging(string reason) => Error(
        DiagnosticIds.FRA3017_InvalidLogging, $"The settings of the section 'Serilog' are not valid: {Reason(reason)}. Fix the value.");

    public static RouteDiagnostic ServiceDidNotStart(string reason, (string File, int Line)? place) => Error(
        DiagnosticIds.FRA3018_ServiceDidNotStart, place?.File,
        $"A hosted service threw {Reason(reason)} while it started. Fix the cause, or catch the exception there.", place?.Line ?? 1);

    public static RouteDiagnostic UnusableCache(string folder) => Warning(
        DiagnosticIds.FRA3019_UnusableCache, null,
        $"The setting 'FileRoutes:CompileCache' names '{folder}', which cannot be used: it cannot be created, "
        + "or another user owns it, can write to it, or can replace it or a folder above it. "
        + "Name a folder that only you can write to, or 'false' for no cache.");

    public static RouteDiagnostic NoPipeline(string? file, string what) => Error(
        DiagnosticIds.FRA3028_NoPipeline, file,
        $"{what} needs the middleware of 'UseFileRoutes'. "
        + "Call 'app.UseFileRoutes()' before 'app.MapFileRoutes()', both on the WebApplication itself.");

    public static RouteDiagnostic PublicNotServed() => Warning(
        DiagnosticIds.FRA3041_PublicNotServed, null,
        "The files of 'public/' are not served, because that needs the middleware of 'UseFileRoutes'. "
        + "Call 'app.UseFileRoutes()' before 'app.MapFileRoutes()', both on the WebApplication itself.");

    public static RouteDiagnostic InvalidRedis(string reason) => Error(
        DiagnosticIds.FRA3029_InvalidRedis,
        $"The connection string 'Redis' is not valid: {Reason(reason)}. Use the format of StackExchange.Redis: host:6379,password=...");

    public static RouteDiagnostic GuardsNotPassed(string file) => Error(
        DiagnosticIds.FRA3030_GuardsNotPassed, file,
        "The function was not called: the request was routed to this file after 'app.UseFileRoutes()', "
        + "without the middleware, authorization, CORS and rate limits of this path. "
        + "Call UsePathBase, UseRewriter, UseRouting and any middleware that changes the path before 'app.UseFileRoutes()'.");

    public static RouteDiagnostic InvalidLogLevel(string key, string? value) => Error(
        DiagnosticIds.FRA3037_InvalidLogLevel,
        $"The setting '{key}' is '{value}'. Write a level: Trace, Debug, Information, Warning, Error, Critical or None.");
}
