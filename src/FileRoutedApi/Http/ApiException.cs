using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi;

/// <summary>
/// Thrown anywhere below a route file, it becomes the answer: problem details (RFC 9457) with its status, and its
/// message as the title. Clients see the message, so put nothing into it that they should not read.
/// </summary>
public sealed class ApiException : Exception
{
    // The title of ASP.NET Core's HttpValidationProblemDetails.
    private const string ValidationTitle = "One or more validation errors occurred.";

    /// <summary>Creates the answer.</summary>
    /// <param name="status">The status code, 400 to 599.</param>
    /// <param name="message">The title of the problem details.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is not that of an error.</exception>
    public ApiException(int status, string message)
        : this(status, message, null)
    {
    }

    /// <summary>Creates the answer and keeps what caused it for the log of Development.</summary>
    /// <param name="status">The status code, 400 to 599.</param>
    /// <param name="message">The title of the problem details.</param>
    /// <param name="innerException">What went wrong; clients never see it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is not that of an error.</exception>
    public ApiException(int status, string message, Exception? innerException)
        : base(message, innerException)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        Status = status;
    }

    /// <summary>Creates the response to data that is not valid, as a failed validator's is.</summary>
    /// <param name="status">The status code, 400 to 599.</param>
    /// <param name="errors">What is wrong, by the name that the client sent. Clients see all of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is not that of an error.</exception>
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

    /// <summary>The status code of the answer, 400 to 599.</summary>
    public int Status { get; }

    /// <summary>The detail of the problem details, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// What is wrong with the data of the request, by the name that the client sent; the <c>errors</c> of the problem details. Null if there
    /// are none.
    /// </summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>
    /// Whether the message is a text of this library and may be the reason phrase of HTTP/1.1 as well. A user's text
    /// may not: servers do not check it, and a line break in it would split the response.
    /// </summary>
    internal bool IsFixedText { get; private init; }

    /// <summary>The content codings that would be accepted, where the one of the request was not.</summary>
    internal string? AcceptEncoding { get; private init; }

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

    internal static ApiException UnsupportedMediaType(string? actual, string expected) =>
        new(StatusCodes.Status415UnsupportedMediaType, "Unsupported Media Type")
        {
            Detail = string.IsNullOrEmpty(actual)
                ? $"The body has no content type. Send {expected}."
                : $"The content type '{actual}' is not supported here. Send {expected}.",
            IsFixedText = true,
        };

    internal static ApiException UnsupportedEncoding(string encoding) =>
        new(StatusCodes.Status415UnsupportedMediaType, "Unsupported Media Type")
        {
            Detail = $"The body has the content encoding '{encoding}', which is not supported. Send it uncompressed.",
            IsFixedText = true,
            AcceptEncoding = "identity",
        };

    internal static ApiException BadEscape() =>
        new(StatusCodes.Status400BadRequest, "Bad Request")
        {
            Detail = "The path contains a percent escape that is not valid or does not decode to UTF-8.",
            IsFixedText = true,
        };

    internal static ApiException DeadlineExceeded(int seconds) =>
        new(StatusCodes.Status504GatewayTimeout, "Gateway Timeout")
        {
            Detail = $"The handler did not respond within its maximum duration of {seconds} s.",
            IsFixedText = true,
        };
}
