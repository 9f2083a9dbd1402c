namespace FileRoutedApi.Diagnostics;

/// <summary>The messages of exceptions for wrong use of the API of this library.</summary>
internal static class UsageTexts
{
    public const string ServicesNotAdded =
        "The services of file routes are not registered. Call builder.AddFileRoutes() before builder.Build().";

    public const string OutsideRouteFile =
        "ApiRequest and ApiResponse are parameters of functions in route files only. Use HttpContext here.";

    public const string NullResult = "The function has returned null instead of an IResult. Return Results.NoContent() for no content.";

    public const string RequestComplete =
        "The handler has returned, so its request can no longer be used. "
        + "Await all work that the handler starts, or copy the values before it returns.";

    public const string ResponseComplete =
        "The handler has returned, so its response is complete. Await all work that the handler starts, or let res.After run it.";

    public const string AfterTooLate =
        "The response has been sent, so no work can be added to it. Take an IAfter as a parameter of the work to add more.";

    public const string AfterAsyncVoid =
        "Work after the response must not be 'async void', because its exceptions would end the process. Return a Task.";

    /// <param name="name">The name of the parameter.</param>
    public static string AfterParameter(string name, string type) =>
        $"The parameter '{name}' of work after the response is not a service: no '{type}' is registered. "
        + "Capture values of the request instead of taking them as parameters.";

    public const string SocketNotAccepted =
        "The WebSocket is not open yet. It is accepted when the function is called, after all filters have run.";

    public static string SocketMessageTooLarge(long limit) =>
        $"The message is larger than the limit of {limit} bytes (Socket.MessageSizeLimit). The WebSocket was closed with status 1009.";

    public static string TransactionOfJobs(string store) =>
        $"A call can be part of a transaction only if jobs are stored in PostgreSQL. They are stored in {store}.";

    public const string NoPayload = "there is none";

    public static string JobEndedProcess(int attempt) =>
        $"The process ended during attempt {attempt}.";

    public static string JobTimedOut(int seconds) => $"The run did not end within its maximum duration of {seconds} s.";

    public static string JobStoreSlow(double seconds) => $"The database of jobs did not respond within {seconds:0} s.";

    public static string JobWithRequest(string type, string name) =>
        $"'{type} {name}' belongs to a request, and a job runs outside requests. Take what the job needs as its payload, or as a service.";

    public static string JobServiceMissing(string type, string name) =>
        $"'{type} {name}' has no value: no service of this type is registered. Register it in Services of _startup.cs.";

    /// <param name="otherType">The type of the parameter that is the payload.</param>
    public static string JobSecondPayload(string type, string name, string otherType, string otherName) =>
        $"'{type} {name}' is not a service, and the payload of a call is '{otherType} {otherName}' already. "
        + "Register the type in Services of _startup.cs, or combine both in one type.";

    public const string ResponseWriting = "The response was started with Write. Continue it with Write and finish it with End.";

    public const string ResponseSent =
        "The response is already complete and cannot be changed. Return after the first call of Json, Send, Redirect or End.";

    public const string UrlControlCharacter = "The URL contains a control character.";

    public const string HeaderNotSendable =
        "The response has a header that cannot be sent: its name is not a token, or its value has a control character.";

    public const string BodyNotParsed =
        "The body is not parsed here: the file turns the body parser off, or another parameter of the function binds the body.";

    public const string OtherContext = "next(context) must be called with the context of the same request.";

    public const string NoAntiforgeryServices =
        "The antiforgery services are not registered. Call services.AddAntiforgery() in 'Services' of '_startup.cs'.";

    public const string NoKeyedServices = "The container of the application does not support keyed services.";

    public const string UnsafeHole =
        "Text cannot be a hole in a script, a style sheet, an attribute such as 'onclick', 'style' or 'srcdoc', nor in a tag outside of "
        + "a quoted value. Put it into an element or a quoted attribute, or use Html.Json in a <script type=\"application/json\">.";

    public const string HtmlNotComplete =
        "The HTML contains an asynchronous sequence, which only a response can await. Await its items before, and use Html.Each.";

    /// <param name="file">The path of the layout.</param>
    public static string LayoutWithoutHtml(string file) => $"The function 'Layout' of '{file}' returned null.";

    public static string BodyReadAs(string type, string other) =>
        $"The body was already read as '{type}'. Take an ApiRequest to read it as a '{other}'.";

    /// <param name="part">The part of the response, such as <c>header 'X'</c>.</param>
    public static string HeadersSent(string part) =>
        $"The {part} cannot be set: the status and headers of a streamed response have already been sent. "
        + "Set it before the first WriteAsync or FlushAsync; in a middleware, before 'await next()'.";

    public static string HostCookie(string name, string prefix, string otherPrefix) =>
        $"Browsers accept the cookie '{name}' only without a domain and with the path '/', because its name begins with '{prefix}'. "
        + $"Omit Domain and Path, or use the prefix '{otherPrefix}'.";

    public static string NextPath(string path) =>
        $"next(path) needs a path of this application, which begins with a slash, but got '{path}'. Redirect to other addresses.";

    // The text of Next.js.
    public static string RevalidatedPath(string path) =>
        $"Invalid urlPath provided to revalidate(), must be a path e.g. /blog/post-1, received {path}";

    public static string ResponseTooLargeToCache(string limit) =>
        $"A response of more than {limit} cannot be cached. Remove config.Revalidate, or send less.";
}
