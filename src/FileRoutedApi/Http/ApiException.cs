using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi;

/// <summary>
/// An exception that becomes the response: problem details (RFC 9457) with its status, and its message as the title. Route files and the
/// code that they call can throw it anywhere. Clients see the message, so it must not contain internals.
/// </summary>
public sealed class ApiException : Exception
{
    // The title of ASP.NET Core's HttpValidationProblemDetails.
    private const string ValidationTitle = "One or more validation errors occurred.";

    /// <summary>Creates an exception with a status and a message.</summary>
    /// <param name="status">The status code, 400 to 599.</param>
    /// <param name="message">The title of the problem details.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is less than 400 or greater than 599.</exception>
    public ApiException(int status, string message)
        : this(status, message, null)
    {
    }

    /// <summary>Creates an exception with a status, a message and a cause.</summary>
    /// <param name="status">The status code, 400 to 599.</param>
    /// <param name="message">The title of the problem details.</param>
    /// <param name="innerException">The cause; it is never sent to clients.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is less than 400 or greater than 599.</exception>
    public ApiException(int status, string message, Exception? innerException)
        : base(message, innerException)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        Status = status;
    }

    /// <summary>Creates an exception for data that is not valid; its response has the form of a failed validation.</summary>
    /// <param name="status">The status code, 400 to 599.</param>
    /// <param name="errors">The messages by field name. A field has the name that the client sent. Clients see all messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is less than 400 or greater than 599.</exception>
    public ApiException(int status, IReadOnlyDictionary<string, string[]> errors)
        : this(status, errors, null)
    {
    }

    internal ApiException(int status, IReadOnlyDictionary<string, string[]> errors, Exception? innerException)
        : this(status, ValidationTitle, innerException)
    {
        ArgumentNullException.ThrowIfNull(errors);
        Errors = errors;
    }

    private ApiException(string message, int status)
        : base(message) =>
        Status = status;

    /// <summary>Gets the status code of the response, 400 to 599.</summary>
    public int Status { get; }

    /// <summary>Gets the detail of the problem details, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>Gets the messages by field name, sent as the <c>errors</c> of the problem details; null if there are none.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>
    /// Gets a value indicating whether the message is a text of this library. Such a text is also sent as the reason phrase of HTTP/1.1.
    /// A text of the application is not: servers do not check the reason phrase, so a line break in it would split the response.
    /// </summary>
    internal bool IsFixedText { get; private init; }

    /// <summary>Gets the <c>Accept-Encoding</c> of the response, if the content coding of the request is not supported.</summary>
    internal string? AcceptEncoding { get; private init; }

    /// <summary>Gets the URL that the client is redirected to; null if the response is a problem.</summary>
    internal string? RedirectUrl { get; private init; }

    internal static ApiException Redirect(string url) =>
        new("Redirect", StatusCodes.Status307TemporaryRedirect) { RedirectUrl = Location.Of(url) };

    internal static ApiException InvalidBody(string detail, Exception? cause = null) =>
        new(StatusCodes.Status400BadRequest, "Invalid body", cause) { Detail = detail, IsFixedText = true };

    internal static ApiException InvalidJson(string detail, Exception? cause = null) =>
        new(StatusCodes.Status400BadRequest, "Invalid JSON", cause) { Detail = detail, IsFixedText = true };

    internal static ApiException BodyTooLarge(BodySizeLimit limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"Body exceeded {limit.Text} limit")
        {
            Detail = limit.Setting,
            IsFixedText = true,
        };

    internal static ApiException TooMuchWork() =>
        new(StatusCodes.Status503ServiceUnavailable, "Service Unavailable")
        {
            Detail = ProblemTexts.TooMuchWork,
            IsFixedText = true,
        };

    internal static ApiException UnsupportedMediaType(string? actual, string expected) =>
        new(StatusCodes.Status415UnsupportedMediaType, "Unsupported Media Type")
        {
            Detail = ProblemTexts.ContentType(actual, expected),
            IsFixedText = true,
        };

    internal static ApiException UnsupportedEncoding(string encoding) =>
        new(StatusCodes.Status415UnsupportedMediaType, "Unsupported Media Type")
        {
            Detail = ProblemTexts.ContentEncoding(encoding),
            IsFixedText = true,
            AcceptEncoding = "identity",
        };

    internal static ApiException BadEscape() =>
        new(StatusCodes.Status400BadRequest, "Bad Request")
        {
            Detail = ProblemTexts.PercentEscape,
            IsFixedText = true,
        };

    internal static ApiException DeadlineExceeded(int seconds) =>
        new(StatusCodes.Status504GatewayTimeout, "Gateway Timeout")
        {
            Detail = ProblemTexts.MaxDuration(seconds),
            IsFixedText = true,
        };
}
