using System.Text.Json;
using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FileRoutedApi.Http;

/// <summary>
/// Describes to the client why ASP.NET Core could not bind a parameter: its name, its source and the reason. Unknown texts are not changed.
/// </summary>
/// <remarks>
/// The texts are parsed because nothing else is available: <see cref="BadHttpRequestException"/> has no property for the parameter, its
/// source or its value, <see cref="JsonException"/> none for the missing properties or the kind of mistake, and metadata does not say which
/// parameter of a request failed.
/// </remarks>
internal static partial class BindingProblem
{
    /// <param name="parameterNames">The names that clients use, by the name in the code, where the two differ.</param>
    public static ApiException Describe(BadHttpRequestException exception, IReadOnlyDictionary<string, string>? parameterNames)
    {
        if (exception.InnerException is JsonException json)
        {
            return OfJson(json, exception);
        }

        var message = exception.Message;
        if (NotParsed().Match(message) is { Success: true } parsed)
        {
            return OfValue(parsed.Groups["value"].Value, ClientName(parsed), NameOf(parsed.Groups["type"].Value), exception);
        }

        if (Missing().Match(message) is { Success: true } missing)
        {
            return missing.Groups["source"].Value == "body"
                ? ApiException.InvalidBody(ProblemTexts.BodyOrNullMissing, exception)
                : OfMissing(ClientName(missing), missing.Groups["source"].Value, exception);
        }

        if (IsMissingBody(message))
        {
            return ApiException.InvalidBody(ProblemTexts.BodyOrNullMissing, exception);
        }

        return UnexpectedType().Match(message) is { Success: true } type
            ? ApiException.UnsupportedMediaType(
                type.Groups["actual"].Value,
                type.Groups["kind"].Value == "JSON" ? "application/json" : ProblemTexts.FormTypes)
            : exception.InnerException is InvalidDataException or FormatException ? ApiException.InvalidBody(message, exception)
            : Create(exception, message);

        string ClientName(Match match) =>
            parameterNames is not null && parameterNames.TryGetValue(match.Groups["name"].Value, out var name)
                ? name
                : match.Groups["name"].Value;
    }

    /// <summary>Returns the 400 for a value that is not valid for the type of its parameter.</summary>
    public static ApiException OfValue(string value, string parameter, string type, Exception? cause = null) =>
        new(StatusCodes.Status400BadRequest, ReasonPhrases.GetReasonPhrase(StatusCodes.Status400BadRequest), cause)
        {
            Detail = ProblemTexts.InvalidValue(value, parameter, type),
        };

    /// <summary>Returns the 400 for a missing parameter.</summary>
    public static ApiException OfMissing(string parameter, string source, Exception? cause = null) =>
        new(StatusCodes.Status400BadRequest, ReasonPhrases.GetReasonPhrase(StatusCodes.Status400BadRequest), cause)
        {
            Detail = ProblemTexts.MissingParameter(parameter, source),
        };

    /// <summary>Returns true if this is a text of ASP.NET Core about a parameter of a function.</summary>
    public static bool IsKnown(string message) =>
        NotParsed().IsMatch(message) || Missing().IsMatch(message) || UnexpectedType().IsMatch(message) || IsMissingBody(message);

    /// <summary>Returns the 400 for JSON whose syntax is not valid, or that has a value that is not valid.</summary>
    public static ApiException OfJson(JsonException exception, Exception? cause = null)
    {
        var path = exception.Path ?? "$";
        if (exception is MissingDiscriminatorException)
        {
            return ApiException.InvalidBody(ProblemTexts.JsonDiscriminator(path), cause ?? exception);
        }

        if (exception.GetType() != typeof(JsonException) || exception.InnerException is JsonException)
        {
            return ApiException.InvalidJson(
                ProblemTexts.JsonSyntax(exception.LineNumber + 1, exception.BytePositionInLine + 1), cause ?? exception);
        }

        if (MissingProperties().Match(exception.Message) is { Success: true } missing)
        {
            var names = missing.Groups["names"].Value.TrimEnd('.').Trim('\'').Split("', '");
            return ApiException.InvalidBody(
                ProblemTexts.JsonMissing([.. names.Select(name => $"{path}{JsonPath.Step(name)}")]), cause ?? exception);
        }

        return ApiException.InvalidBody(
            NullNotAllowed().IsMatch(exception.Message) ? ProblemTexts.JsonNull(path) : ProblemTexts.JsonValue(path),
            cause ?? exception);
    }

    private static bool IsMissingBody(string message) =>
        message.StartsWith("Implicit body inferred", StringComparison.Ordinal)
        || message.StartsWith("Unexpected request without body", StringComparison.Ordinal);

    private static string NameOf(string type) =>
        type.StartsWith("Nullable<", StringComparison.Ordinal) ? type["Nullable<".Length..^1] : type;

    /// <summary>Returns true if .NET does not support the charset of a part of a form. That exception has no specific type.</summary>
    public static bool IsUnsupportedCharset(Exception exception) =>
        exception is NotSupportedException && exception.Message.Contains("UTF-7", StringComparison.Ordinal);

    private static ApiException Create(BadHttpRequestException exception, string detail) =>
        new(exception.StatusCode, ReasonPhrases.GetReasonPhrase(exception.StatusCode), exception) { Detail = detail };

    [GeneratedRegex("^Failed to bind parameter \"(?<type>.+) (?<name>\\S+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex NotParsed();

    [GeneratedRegex("^Required parameter \"(?<type>.+) (?<name>\\S+)\" was not provided from (?<source>.+)\\.$")]
    private static partial Regex Missing();

    [GeneratedRegex("^Expected a supported (?<kind>JSON|form) media type but got \"(?<actual>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex UnexpectedType();

    [GeneratedRegex("^The (constructor parameter|property or field) .* doesn't allow (setting )?null values\\.", RegexOptions.Singleline)]
    private static partial Regex NullNotAllowed();

    [GeneratedRegex("missing required properties,? including: ?(?<names>.+)$")]
    private static partial Regex MissingProperties();
}
