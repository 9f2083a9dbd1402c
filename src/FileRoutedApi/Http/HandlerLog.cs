using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Http;

/// <summary>What a handler's file logs, in the words of Next.js where it has some.</summary>
internal static partial class HandlerLog
{
    [LoggerMessage(1, LogLevel.Warning, "The function ended without sending a response for {Url}, so an empty {Status} is sent. Call a method of the response such as res.Json or res.End.", EventName = "Unanswered")]
    public static partial void Unanswered(ILogger logger, string url, int status);

    [LoggerMessage(2, LogLevel.Warning, "API response for {Url} exceeds {Limit}. API Routes are meant to respond quickly. Raise it with config.Api.ResponseLimit, or set it to false.", EventName = "ResponseOverLimit")]
    public static partial void ResponseOverLimit(ILogger logger, string url, string limit);

    [LoggerMessage(3, LogLevel.Warning, "A body was attempted to be set with a 204 statusCode for {Url}, this is invalid and the body was ignored.", EventName = "BodyOf204Ignored")]
    public static partial void BodyOf204Ignored(ILogger logger, string url);

    [LoggerMessage(4, LogLevel.Error, "The handler threw after it had sent the response; the response is not changed.", EventName = "ThrewAfterResponse")]
    public static partial void ThrewAfterResponse(ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "The handler did not finish within its maximum duration of {Seconds} s and the grace period after it; the connection was aborted.", EventName = "Overdue")]
    public static partial void Overdue(ILogger logger, int seconds);

    [LoggerMessage(7, LogLevel.Error, "The handler threw after its maximum duration had elapsed.", EventName = "ThrewAfterDeadline")]
    public static partial void ThrewAfterDeadline(ILogger logger, Exception exception);

    [LoggerMessage(8, LogLevel.Warning, "The middleware ended without calling next and without responding, so the response for {Path} is empty.", EventName = "WentNowhere")]
    public static partial void WentNowhere(ILogger logger, string path);

    [LoggerMessage(
        9, LogLevel.Error, "The middleware sent a response after another one had been sent; the first one is used.", EventName = "RespondedAfterNext")]
    public static partial void RespondedAfterNext(ILogger logger);

    [LoggerMessage(10, LogLevel.Error, "_error.cs threw an exception; the response to the original exception is sent without it.", EventName = "ErrorFileThrew")]
    public static partial void ErrorFileThrew(ILogger logger, Exception exception);

    [LoggerMessage(
        11, LogLevel.Debug, "The function threw when it was cancelled after the headers of the response to HEAD were sent.", EventName = "EndedAfterHead")]
    public static partial void EndedAfterHead(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "An unhandled exception was thrown for {Method} {Path}.", EventName = "Unhandled")]
    public static partial void Unhandled(ILogger logger, Exception exception, string method, string path);
}
