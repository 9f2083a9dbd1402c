namespace FileRoutedApi.Diagnostics;

/// <summary>The details of problem responses: what is wrong with a request.</summary>
internal static class ProblemTexts
{
    public const string TooMuchWork = "The server is busy with work after earlier responses. Try again later.";

    public const string FormTypes = "application/x-www-form-urlencoded or multipart/form-data";

    public const string BodyOrNullMissing = "A body is required, but it is missing or null.";
    public const string BodyMissing = "The request has no body, but one is required.";
    public const string BodyNull = "The body must not be null.";
    public const string BodyMalformed = "The body is malformed and cannot be read.";
    public const string BodyReadAsBytes = "The body is read as bytes. Send JSON with 'Content-Type: application/json'.";
    public const string NotUtf8 = "The body is not valid UTF-8.";
    public const string SurrogatePair = "A string in the body contains half of a surrogate pair.";
    public const string FormMalformed = "The form is malformed, or one of its parts exceeds the limits of FormOptions.";
    public const string FormNesting = "The names of the form are nested too deeply.";
    public const string FormPartCharset = "A part of the form has a charset that is not supported.";
    public const string AntiforgeryToken = "The antiforgery token is missing or not valid.";
    public const string PercentEscape = "The path contains a percent escape that is not valid or does not decode to UTF-8.";

    public const string LimitOfFile =
        "The limit is set by config.Api.BodyParser.SizeLimit in the route file or [RequestSizeLimit] on the function, "
        + "or for all files by FileRoutes:BodySizeLimit.";

    public static string LimitOfFolder(string file) =>
        $"The limit is set by config.BodyParser.SizeLimit in '{file}', or for all files by FileRoutes:BodySizeLimit.";

    public static string TooManyFields(int maximum) => $"The form has more than {maximum} fields.";

    public static string ContentType(string? actual, string expected) => string.IsNullOrEmpty(actual)
        ? $"The body has no content type. Send {expected}."
        : $"The content type '{actual}' is not supported here. Send {expected}.";

    public static string ContentEncoding(string encoding) =>
        $"The body has the content encoding '{encoding}', which is not supported. Send it uncompressed.";

    public static string Charset(string? charset) => $"The charset '{charset}' is not supported.";

    public static string InvalidValue(string value, string parameter, string type) =>
        $"The value '{value}' of parameter '{parameter}' is not a valid '{type}'.";

    public static string MissingParameter(string parameter, string source) => $"The parameter '{parameter}' is missing from the {source}.";

    public static string JsonSyntax(long? line, long? column) => $"The body cannot be read as JSON: line {line}, byte {column}.";

    public static string JsonValue(string path) => $"The value at '{path}' is not valid.";

    public static string JsonNull(string path) => $"The value at '{path}' must not be null.";

    public static string JsonDiscriminator(string path) => $"The value at '{path}' must begin with its type discriminator.";

    public static string JsonMissing(IReadOnlyList<string> paths) => paths is [var single]
        ? $"The value at '{single}' is missing."
        : $"The values at {string.Join(" and ", paths.Select(path => $"'{path}'"))} are missing.";

    public static string SupportedMethods(string allow) => $"This path supports {allow}.";

    public static string SocketRequired() => "This path accepts WebSockets only. Connect with ws:// or wss://, version 13.";

    public static string SocketHandshake() =>
        "The handshake of the WebSocket is not valid. Send 'Connection: Upgrade', and a 'Sec-WebSocket-Key' of 16 bytes in Base64.";

    public static string SocketOrigin(string origin) => $"Pages of the origin '{origin}' may not open this WebSocket.";

    public static string MethodCase(string method) => $"Methods are case-sensitive. Write {method}.";

    public static string MaxDuration(int seconds) => $"The handler did not respond within its maximum duration of {seconds} s.";

    public static string RetryAfter(string? seconds) => $"Try again in {seconds} s.";
}
