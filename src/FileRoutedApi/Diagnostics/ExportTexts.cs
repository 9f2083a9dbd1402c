namespace FileRoutedApi.Diagnostics;

/// <summary>The reasons why a file cannot be part of a static export.</summary>
internal static class ExportTexts
{
    private const string NeedsServer = "or serve the folder with 'build' and 'start'.";

    public static string ForceDynamic() =>
        $"'Dynamic = RouteDynamic.ForceDynamic' renders for each request. Remove it, {NeedsServer}";

    public static string RevalidateZero() => $"'Revalidate = 0' renders for each request. Remove it, {NeedsServer}";

    public static string NotStatic() =>
        "'GET' runs for each request. "
        + $"Add 'var config = new RouteConfig {{ Dynamic = RouteDynamic.ForceStatic }};' to export its response, {NeedsServer}";

    public static string ReadsRequest(string function, string parameter, string type) =>
        $"The parameter '{parameter}' ({type}) of '{function}' is read from the request, "
        + "and a static export is rendered before any request. "
        + $"Take route values and services only, {NeedsServer}";

    public static string VariesByRequest(string key) =>
        $"'Cache.{key}' makes the response depend on the request, and a static export is rendered before any request. "
        + $"Remove it, {NeedsServer}";

    public static string Redirects(string path, int status, string? target) =>
        $"'{path}' responds with status {status} and redirects to '{target}', and a static server sends files only. "
        + "Remove it and configure the redirect at the server, or return HTML with "
        + $"<meta http-equiv=\"refresh\" content=\"0; url={target}\">.";

    public static string OtherStatus(string path, int status, int expected) =>
        $"'{path}' responds with status {status}, and only responses with status {expected} can be exported. "
        + "Fix it, or do not return its values from 'StaticParams'.";

    public static string Threw(string path, string exception, string message) => $"'{path}' threw {exception}: {message}. Fix the cause.";

    public static string Aborted(string path) => $"The response of '{path}' was aborted. Fix the cause, which the log may show.";

    public static string NotHtml(string path, string? type) =>
        $"'{path}' responds with the content type '{type}', and a page is exported as HTML. Return 'Html', or write a 'route.cs'.";

    public static string NoFileName() => "it has no name. Move the route handler to a folder, such as 'app/feed.xml/route.cs'.";

    public static string EmptySegment() => "a part between two slashes is empty. Return another value from 'StaticParams'.";

    public static string InvalidName(string name) =>
        $"'{name}' is not a file name on every system. Return another value from 'StaticParams'.";

    public static string LongName(string name, int limit) =>
        $"'{name}' is longer than {limit} bytes. Return a shorter value from 'StaticParams'.";
}
