using FileRoutedApi.Http;
using FileRoutedApi.Sockets;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Endpoints;

/// <summary>Calls a function of a route file. Reads the body before the call and completes the response after it.</summary>
internal sealed partial class RouteHandler
{
    private readonly HandlerSettings _settings;
    private readonly HandlerDeadline.Options? _deadline;
    private readonly DirectHandler? _direct;
    private readonly RequestDelegate? _bound;

    /// <param name="direct">A function that needs no binding.</param>
    public RouteHandler(DirectHandler direct, HandlerSettings settings, HandlerDeadline.Options? deadline)
        : this(settings, deadline) =>
        _direct = direct;

    /// <param name="bound">A function whose parameters ASP.NET Core binds.</param>
    public RouteHandler(RequestDelegate bound, HandlerSettings settings, HandlerDeadline.Options? deadline)
        : this(settings, deadline) =>
        _bound = bound;

    private RouteHandler(HandlerSettings settings, HandlerDeadline.Options? deadline)
    {
        _settings = settings;
        _deadline = deadline;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var clientAborted = context.RequestAborted;
        var request = CreateRequest(context);
        var response = TakesCall ? new ApiResponse(context, _settings) : null;
        var pending = _settings.Is(HandlerTraits.IsBelowMiddleware) ? PendingBody.Of(context) : null;
        var head = HeadStream.Start(context);
        var deadline = HandlerDeadline.Start(context, _deadline, _settings.Logger);
        ApiException? problem = null;
        try
        {
            if (_settings.Is(HandlerTraits.RequiresAntiforgery))
            {
                BodyType.CheckAntiforgery(context);
            }

            await PrepareBodyAsync(context, request);
            if (pending is not null)
            {
                // The function may write a stream, which must not be held back.
                pending.IsBuffering = false;
            }

            await CallAsync(context, request, response);
            if (_settings.Is(HandlerTraits.AcceptsSocket) && SocketCall.Of(context) is { IsAccepted: true })
            {
                await DiscardAsync(response);
                return;
            }

            if (response is not null)
            {
                await response.EnumerateAsync();
            }

            if (_settings.Is(HandlerTraits.IsValidated) && FailedValidation.Take(context) is { } failed && !context.Response.HasStarted)
            {
                await DiscardAsync(response);
                problem = failed;
            }
            else if (response is null or { IsOpen: true } && !context.Response.HasStarted)
            {
                problem = ProblemOfMissingResponse(context, deadline);
            }
        }
        catch (Exception exception) when (head is { IsComplete: true })
        {
            // Any exception type: many drivers wrap the cancellation in their own exception.
            Log.ThrewAfterHead(_settings.Logger, exception);
            await DiscardAsync(response);
            return;
        }
        catch (Exception exception) when (response is { IsComplete: true, IsEnumerating: false })
        {
            Log.ThrewAfterResponse(_settings.Logger, exception);
        }
        catch (Exception exception) when (HandlerExceptions.IsClientDisconnect(exception, context, clientAborted))
        {
            await DiscardAsync(response);

            // Aborted, because the server has not noticed the disconnect yet. It would read the rest of the body and log the failure as an
            // error of the application.
            context.Abort();
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted && ProblemOf(exception, deadline) is { } found)
        {
            await DiscardAsync(response);
            problem = found;
        }
        catch
        {
            await DiscardAsync(response);
            throw;
        }
        finally
        {
            // Writing the response does not count towards the maximum duration, and needs the original token.
            deadline?.Dispose();
            head?.Dispose();
            request?.Complete();
            if (pending is not null)
            {
                pending.IsBuffering = true;
            }
        }

        if (problem is not null)
        {
            await _settings.WriteProblem(context, problem);
            return;
        }

        if (response is null)
        {
            return;
        }

        try
        {
            await response.CompleteAsync();
        }
        catch (Exception exception) when (HandlerExceptions.IsClientDisconnect(exception, context, clientAborted))
        {
            // The client disconnected.
        }
    }

    /// <summary>Gets whether the function takes the request or the response.</summary>
    private bool TakesCall => _direct is not null || _settings.Is(HandlerTraits.TakesCall);

    /// <summary>Returns null for a function that neither takes the request nor has its body parsed.</summary>
    private ApiRequest? CreateRequest(HttpContext context) =>
        _settings.TypedRequest is { } create ? create(context, _settings)
        : TakesCall || _settings.Is(HandlerTraits.ParsesBody) ? new ApiRequest(context, _settings)
        : null;

    private static ValueTask DiscardAsync(ApiResponse? response) => response?.DiscardAsync() ?? default;

    private ValueTask PrepareBodyAsync(HttpContext context, ApiRequest? request) =>
        !_settings.NeedsPresence || RequestBodyPresence.IsKnown(context)
            ? PrepareBodyAsync(context, request, RequestBodyPresence.MayHaveBody(context))
            : PrepareUnknownBodyAsync(context, request);

    private async ValueTask PrepareUnknownBodyAsync(HttpContext context, ApiRequest? request) =>
        await PrepareBodyAsync(context, request, await RequestBodyPresence.HasBodyAsync(context, _settings.BodyLimit));

    private ValueTask PrepareBodyAsync(HttpContext context, ApiRequest? request, bool hasBody)
    {
        if (hasBody && _settings.ContentTypes is { } accepted)
        {
            BodyType.CheckContentType(context, accepted);
        }

        if (_settings.Is(HandlerTraits.ParsesBody))
        {
            return hasBody || context.Request.ContentType is not null || _settings.TypedRequest is not null
                ? request!.ReadBodyAsync()
                : default;
        }

        if (hasBody)
        {
            RequestForm.AttachUnlessRead(context);
        }

        if (hasBody && _settings.BodyLimit is { } limit)
        {
            if (_settings.Is(HandlerTraits.BindsText))
            {
                BodyType.CheckEncoding(context);
                BodyType.CheckCharset(context);
            }

            if (_settings.Is(HandlerTraits.BindsJsonValue))
            {
                return BodyReader.CheckTextAsync(context, limit);
            }

            BodyLimit.CheckContentLength(context, limit);
            BodyLimit.Apply(context, limit);
        }
        else if (hasBody)
        {
            BodyLimit.DisableServerLimit(context, limit: null);
        }

        return default;
    }

    private ValueTask CallAsync(HttpContext context, ApiRequest? request, ApiResponse? response) =>
        _direct is not null ? _direct(request!, response!) : CallBoundAsync(context, request, response);

    private async ValueTask CallBoundAsync(HttpContext context, ApiRequest? request, ApiResponse? response)
    {
        if (response is not null)
        {
            context.Features.Set(new HandlerCall(request!, response));
        }

        _settings.Parameters.DecodeRouteValues(context);
        var body = ResultBody.Attach(context, response, _settings);
        try
        {
            await _bound!(context);
            await body.SendRestAsync();
        }
        finally
        {
            body.Detach();
        }
    }

    /// <summary>
    /// Returns the problem of a handler that has not responded because its maximum duration is over; otherwise null, so that the response
    /// is an empty 200.
    /// </summary>
    private ApiException? ProblemOfMissingResponse(HttpContext context, HandlerDeadline? deadline)
    {
        if (deadline is { IsOver: true })
        {
            return ApiException.DeadlineExceeded(_deadline!.Seconds);
        }

        if (_settings.Is(HandlerTraits.ExpectsResponse) && _settings.Is(HandlerTraits.IsDevelopment))
        {
            Log.NoResponse(_settings.Logger, context.Request.Path.Value ?? "/", context.Response.StatusCode);
        }

        return null;
    }

    private ApiException? ProblemOf(Exception exception, HandlerDeadline? deadline)
    {
        var problem = ThrownValidation.AsProblem(exception, _settings.ValidationStatus, _settings.Json, _settings.DataTypes)
            ?? HandlerExceptions.AsResponse(exception, _settings);
        if (problem is not null || deadline is not { IsOver: true })
        {
            return problem;
        }

        // Any exception type: many drivers wrap the cancellation in their own exception.
        if (exception is not OperationCanceledException)
        {
            Log.ThrewAfterDeadline(_settings.Logger, exception);
        }

        return ApiException.DeadlineExceeded(_deadline!.Seconds);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "The function ended without sending a response for {Url}, so an empty {Status} is sent. "
                + "Call a method of the response such as res.Json or res.End.",
            EventName = "NoResponse")]
        public static partial void NoResponse(ILogger logger, string url, int status);

        [LoggerMessage(
            2, LogLevel.Error,
            "The handler threw after it had sent the response; the response is not changed.",
            EventName = "ThrewAfterResponse")]
        public static partial void ThrewAfterResponse(ILogger logger, Exception exception);

        [LoggerMessage(
            3, LogLevel.Error,
            "The handler threw after its maximum duration had elapsed.",
            EventName = "ThrewAfterDeadline")]
        public static partial void ThrewAfterDeadline(ILogger logger, Exception exception);

        [LoggerMessage(
            4, LogLevel.Debug,
            "The function threw when it was cancelled after the headers of the response to HEAD were sent.",
            EventName = "ThrewAfterHead")]
        public static partial void ThrewAfterHead(ILogger logger, Exception exception);
    }
}
