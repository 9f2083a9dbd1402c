namespace FileRoutedApi.Diagnostics;

/// <content>FRA2xxx: the contents of route files.</content>
internal static partial class RouteDiagnostics
{
    /// <param name="functions">The functions that the file can have.</param>
    public static RouteDiagnostic NoExports(string file, IReadOnlyList<string> functions) => Error(
        DiagnosticIds.FRA2001_NoExports, file,
        functions switch
        {
            ["Page", ..] => "The page has no content. Add 'Html Page() => $\"<h1>Hello</h1>\";'.",
            ["Layout", ..] => "The layout has no content. Add 'Html Layout(Html children) => $\"<main>{children}</main>\";'.",
            ["Handler", ..] => "The file has no function that handles requests. Add 'void Handler(ApiRequest req, ApiResponse res)', "
                + "or a function named after an HTTP method, such as 'GET'.",
            ["Run"] => "The job has no function. Add 'async Task Run(CancellationToken stop)', with the services that it needs as parameters.",
            _ => "The file has no function that handles requests. Add a function named after an HTTP method, such as 'GET'.",
        });

    public static RouteDiagnostic BothStyles(string file, int line, int column, string method) => Error(
        DiagnosticIds.FRA2002_BothStyles, file,
        $"The file has both 'Handler', which handles every method, and '{method}'. Use 'Handler' alone, or one function for each method.",
        line, column);

    /// <param name="expected">The functions that the file can have; one of them may have the name in another case.</param>
    public static RouteDiagnostic FunctionWithoutEffect(
        string file, int line, int column, string name, params IReadOnlyList<string> expected) => Error(
            DiagnosticIds.FRA2003_FunctionWithoutEffect, file,
            expected.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } meant
                ? $"The function '{name}' has no effect, because names are case-sensitive. Name it '{meant}'."
                : $"The function '{name}' has no effect in this file, which can have {Quoted(expected)}. "
                    + "Functions that handle requests belong in a route file.",
            line, column);

    public static RouteDiagnostic AsyncVoid(string file, int line, int column, string name) => Error(
        DiagnosticIds.FRA2004_AsyncVoid, file,
        $"'{name}' is 'async void', so an exception in it would terminate the process. Make it 'async Task {name}(...)'.", line, column);

    public static RouteDiagnostic GenericExport(string file, int line, int column, string name) => Error(
        DiagnosticIds.FRA2005_GenericExport, file,
        $"'{name}' has type parameters, and a request does not say which types to use. Remove them.", line, column);

    public static RouteDiagnostic AccessModifier(string file, int line, int column, string name, string modifier) => Error(
        DiagnosticIds.FRA2006_AccessModifier, file,
        $"'{name}' is '{modifier}', but a top-level function cannot have an access modifier. Remove '{modifier}'; the name is enough.",
        line, column);

    public static RouteDiagnostic Namespace(string file, int line, int column) => Error(
        DiagnosticIds.FRA2007_Namespace, file,
        "A route file cannot have a namespace; its types are visible in this file only. "
        + "Remove the namespace, or move shared types into a '_lib' folder.",
        line, column);

    public static RouteDiagnostic TopLevelReturn(string file, int line, int column) => Error(
        DiagnosticIds.FRA2008_TopLevelReturn, file,
        "A 'return' at the top level would end the file before its functions are registered. Put the optional statements into an 'if'.",
        line, column);

    public static RouteDiagnostic AssemblyAttribute(string file, int line, int column) => Error(
        DiagnosticIds.FRA2009_AssemblyAttribute, file,
        "A route file cannot have an attribute of the assembly or module, because all files are one assembly. "
        + "Move it into a '_lib' folder.",
        line, column);

    /// <param name="isProject">Whether the directive is <c>#:project</c>, which no file can have.</param>
    /// <param name="buildFile">The file that shared code declares packages in.</param>
    public static RouteDiagnostic UnsupportedDirective(string file, int line, string directive, bool isProject, string buildFile) => Error(
        DiagnosticIds.FRA2010_UnsupportedDirective, file,
        $"The directive '{directive}' is not supported here. "
        + (isProject
            ? "Remove it. Put code that route files share into a '_lib' folder; the code of an embedding application is visible without it."
            : $"Move it into a route file or into '{buildFile}'."),
        line);

    public static RouteDiagnostic UnreadableSize(string file, int line, int column, string setting, string text) => Error(
        DiagnosticIds.FRA2011_UnreadableSize, file,
        $"{setting} is '{text}', which is not a valid size. "
        + "Write a number of bytes, or a number with a unit: 1000, \"500kb\", \"1.5mb\".",
        line, column);

    public static RouteDiagnostic MaxDurationOutOfRange(string file, int line, int column, int seconds) => Error(
        DiagnosticIds.FRA2012_MaxDurationOutOfRange, file,
        $"MaxDuration is {seconds}. Write a number of seconds from 1 to 86400, or remove it.", line, column);

    public static RouteDiagnostic ThrewWhileLoading(string file, Exception exception) => Error(
        DiagnosticIds.FRA2013_ThrewWhileLoading, file,
        $"The top-level statements threw {exception.GetType().Name}: {Reason(exception.Message)}. "
        + "They run once, when the file is loaded. Fix the cause.",
        ExceptionPlace.LineIn(exception, file));

    public static RouteDiagnostic NotUtf8(string file, int line) => Error(
        DiagnosticIds.FRA2014_NotUtf8, file, "The file is not UTF-8. Save it as UTF-8; this is the first line that is not.", line);

    /// <param name="variable"><c>config</c> or <c>metadata</c>.</param>
    /// <param name="expected">The type that it must have; null if this kind of file has no configuration.</param>
    public static RouteDiagnostic ConfigOfOtherType(string file, int line, string variable, string type, string? expected) => Warning(
        DiagnosticIds.FRA2015_ConfigOfOtherType, file,
        expected is null
            ? $"This file has no configuration, so the variable '{variable}' has no effect. Configure the pages, or the folder in '_middleware.cs'."
            : $"The variable '{variable}' is a '{type}', so it does not configure this file. "
                + $"Write 'var {variable} = new {expected} {{ ... }};', or rename the variable.",
        line);

    /// <param name="reason">One of <see cref="SignatureTexts"/>, or a text of ASP.NET Core.</param>
    public static RouteDiagnostic UnbindableSignature(string file, int line, int column, string function, string reason) => Error(
        DiagnosticIds.FRA2016_UnbindableSignature, file, $"The function '{function}' cannot be bound: {reason}", line, column);

    public static RouteDiagnostic IgnoredDirective(string file, int line, string directive) => Warning(
        DiagnosticIds.FRA2017_IgnoredDirective, file,
        $"The directive '{directive}' is for editors and has no effect here. Keep it for your editor, or remove it.", line);

    public static RouteDiagnostic ValidatorNotCreated(string? file, string type, string reason) => Error(
        DiagnosticIds.FRA2018_ValidatorNotCreated, file,
        $"The validator '{type}' cannot be created: {Reason(reason)}. Fix its constructor, or register the service in '_startup.cs'.");

    public static RouteDiagnostic EmptyStartup(string file) => Error(
        DiagnosticIds.FRA2019_EmptyStartup, file,
        "The start-up file has none of 'Services', 'App' and 'Start'. "
        + $"Add '{StartupTexts.Services}', '{StartupTexts.App}' or '{StartupTexts.Start}'.");

    public static RouteDiagnostic StartupSignature(string file, int line, int column, string expected) => Error(
        DiagnosticIds.FRA2020_StartupSignature, file, $"The function has the wrong signature. Write '{expected}'.", line, column);

    public static RouteDiagnostic SameEndpointName(string file, int line, int column, string name, string otherFile) => Error(
        DiagnosticIds.FRA2021_SameEndpointName, file,
        $"A function of '{otherFile}' already has the name '{name}'. Give one of them another [EndpointName].", line, column);

    public static RouteDiagnostic AwaitInStartup(string file, int line, int column) => Error(
        DiagnosticIds.FRA2022_AwaitInStartup, file,
        "The top-level statements of the start-up file cannot use 'await'. Await in 'Start', or use a synchronous call.", line, column);

    public static RouteDiagnostic NeverLoaded(string file, double seconds) => Error(
        DiagnosticIds.FRA2023_NeverLoaded, file,
        $"The top-level statements have not finished within {seconds} seconds, so the file is not used. "
        + "Let them finish; long-running work belongs in a hosted service that '_startup.cs' registers.");

    public static RouteDiagnostic EmptyMiddleware(string file) => Error(
        DiagnosticIds.FRA2024_EmptyMiddleware, file,
        "The file has neither a function 'Middleware' nor a 'config'. "
        + "Add 'async Task Middleware(HttpContext context, RequestDelegate next)' or 'var config = new MiddlewareConfig { ... };'.");

    /// <param name="mistake">One of <see cref="ConfigTexts"/>.</param>
    public static RouteDiagnostic InvalidConfig(string file, int line, int column, string mistake) =>
        Error(DiagnosticIds.FRA2025_InvalidConfig, file, mistake, line, column);

    public static RouteDiagnostic FieldsNotSent(string file, int line, int column, string function, string type) => Warning(
        DiagnosticIds.FRA2035_FieldsNotSent, file,
        $"'{function}' sends '{type}', which has fields but no properties. JSON omits fields, so clients receive '{{}}'. "
        + "Send a record or an anonymous object.",
        line, column);

    public static RouteDiagnostic ValidatorNotDescribed(string? file, int line, string type, string reason) => Warning(
        DiagnosticIds.FRA2045_ValidatorNotDescribed, file,
        $"The rules of the validator '{type}' are not in the OpenAPI document, because it cannot be created without a request: "
        + $"{Reason(reason)}. Read request data in a rule, not in the constructor.",
        line);

    public static RouteDiagnostic NoGenerator(string file, int line, int column, string attribute, string root) => Error(
        DiagnosticIds.FRA2050_NoGenerator, file,
        $"A source generator of the .NET SDK writes the code of '[{attribute}]', and there is no SDK in '{root}'. "
        + "Install it, or write the code yourself.",
        line, column);

    public static RouteDiagnostic GeneratorNotLoaded(string file, string generator, string reason) => Warning(
        DiagnosticIds.FRA2051_GeneratorNotLoaded, file,
        $"The source generator '{generator}' of a package cannot be loaded: {Reason(reason)}. Use another version of the package.");

    private static string Quoted(IReadOnlyList<string> names) => names.Count == 1
        ? $"'{names[0]}'"
        : $"{string.Join(", ", names.SkipLast(1).Select(name => $"'{name}'"))} and '{names[^1]}'";

    public static RouteDiagnostic RootLayoutWithoutDocument(string file, int line, int column, string tag) => Error(
        DiagnosticIds.FRA2030_RootLayoutWithoutDocument, file,
        $"A root layout must contain the tags <html> and <body>, and <{tag}> is missing. Add it around the content.", line, column);

    public static RouteDiagnostic HandlerInApp(string file, int line, int column) => Error(
        DiagnosticIds.FRA2031_HandlerInApp, file,
        "'Handler' belongs to files in 'api/'. Write one function for each method here, such as 'GET', or move the file to 'api/'.",
        line, column);

    public static RouteDiagnostic BothMetadata(string file, int line, int column) => Error(
        DiagnosticIds.FRA2032_BothMetadata, file,
        "The file has both the variable 'metadata' and the function 'Metadata'. Keep one of the two.", line, column);

    public static RouteDiagnostic InvalidStaticParams(string file, int line, int column, string mistake) => Error(
        DiagnosticIds.FRA2033_InvalidStaticParams, file, mistake, line, column);
}
