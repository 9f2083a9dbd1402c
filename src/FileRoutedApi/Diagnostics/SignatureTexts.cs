namespace FileRoutedApi.Diagnostics;

/// <summary>The texts of FRA2016: why a function cannot be bound, and what to do. Each continues the sentence of the diagnostic.</summary>
internal static class SignatureTexts
{
    // Attributes.

    public static string HttpMethodsOnMethod(string export) =>
        $"[HttpMethods] belongs on 'Handler'; '{export}' handles the method that it is named after. Remove it.";

    public static string UnknownHttpMethod(string method, IEnumerable<string> known) =>
        $"[HttpMethods] names '{method}', which is not one of {string.Join(", ", known)}. Fix or remove it.";

    public static string NoHttpMethods() => "[HttpMethods] names no method. Fix or remove it.";

    public static string RouteAttribute(string attribute) =>
        $"[{attribute}] has no effect here: the name of the file is the route, and the name of the function is the method. Remove it.";

    public static string MvcFilter(string attribute) =>
        $"[{attribute}] is a filter of MVC controllers and has no effect here. "
        + "Remove it, or use the equivalent of minimal APIs, such as [ProducesResponseType].";

    // Parameters.

    public static string UnknownCatchAll(string catchAll, string parameter) =>
        $"the route has no catch-all '{catchAll}' for '{parameter}'. Use the name between the brackets of the file.";

    public static string CatchAllNotArray(string parameter) =>
        $"'{parameter}' takes the segments of a catch-all, so it must be an array, such as 'string[] {parameter}'.";

    public static string ArrayForCatchAll(string parameter) =>
        $"'{parameter}' is not bound from the route. Write [FromCatchAll] before it and make it an array, "
        + $"or take 'string {parameter}', which contains the slashes.";

    public static string ArrayForSegment(string segment, string parameter) =>
        $"'{segment}' is one segment, but '{parameter}' is an array. Take 'string {parameter}'.";

    public static string ExceptionOutsideErrorFile(string parameter, string type) =>
        $"'{parameter}' is of type {type}, which only the function in '_error.cs' or 'error.cs' receives. Remove it.";

    // WebSockets.

    public static string SocketWithoutSocket() =>
        "it has no parameter for the WebSocket. Add it: 'async Task SOCKET(WebSocket socket)'.";

    public static string SocketReturns(string type) =>
        $"it returns '{type}'. The WebSocket is closed when the function has ended, so return a 'Task': 'async Task SOCKET(WebSocket socket)'.";

    public static string SocketWithResponse(string parameter) =>
        $"'{parameter}' writes a response, and a WebSocket has none. Send messages with the WebSocket instead.";

    public static string SocketWithBody(string parameter) =>
        $"'{parameter}' is read from a body, and the request for a WebSocket has none. Take values of the route or the query, "
        + "or receive a message.";

    public static string SocketAttribute(string attribute) =>
        $"[{attribute}] applies to responses, and a WebSocket has none. Remove it.";

    public static string SocketElsewhere(string parameter, string export) =>
        $"'{parameter}' is a WebSocket, which only the function 'SOCKET' receives. Rename '{export}' to 'SOCKET', or remove the parameter.";

    // Pages.

    public static string PageWithoutHtml(string type) =>
        $"a page returns 'Html' or an 'IResult', and this function returns '{type}'. Write 'Html Page() => $\"...\";'.";

    public static string LayoutWithoutHtml(string type) =>
        $"a layout returns 'Html', and this function returns '{type}'. Write 'Html Layout(Html children) => $\"...\";'.";

    public static string LayoutWithoutChildren() =>
        "a layout wraps the content of the pages below it. Take the parameter 'Html children', and put it into the layout.";

    public static string MetadataOfOtherType(string type) => $"it returns '{type}'. Return a 'PageMetadata'.";

    public static string FormMember(string member) =>
        $"'{member}' is a form and a member of a type with [AsParameters]. Make it a parameter of the function.";

    public static string SecondBody(string request) => $"'{request}' reads the body, and another parameter does too. Keep one of them.";

    public static string FormAndJson() => "one parameter reads the body as a form, and another as JSON. Keep one of them.";

    public static string BodyParserOff(string request) =>
        $"'{request}' needs the body parser, which the file turns off. Take an 'ApiRequest', or turn the body parser on.";

    public static string UnknownSource(string parameter, string type, string export) =>
        $"no service of type '{type}' is registered for '{parameter}', it is not in the route, its type cannot be read from a string, "
        + $"and '{export}' does not read a body. Register it in 'Services' of '_startup.cs': {RegistrationTexts.ExampleFor(type, type)} "
        + "Or name its source with an attribute, such as [FromBody].";

    public static string SeveralBodies(IEnumerable<string> parameters) =>
        $"{string.Join(" and ", parameters.Select(name => $"'{name}'"))} would be read from the body, but only one parameter can be. "
        + "Name the source of the others with an attribute, or register their types as services in '_startup.cs'.";

    // Types that a body is read into.

    public static string UnreadableType(string path, string type, string reason) =>
        $"'{path}' cannot be read from a body: '{type}' {reason}. Use a type that can be created, put [JsonConstructor] "
        + "on one constructor or [JsonDerivedType] on the base type, or put [JsonIgnore] on the member.";

    public static string RefusedType(string path, string reason) => $"'{path}' cannot be read from a body: {reason}";

    public static string UnsupportedType() => "is a type that cannot be read from text";

    public static string CollectionNotCreated() => "is a collection that cannot be created";

    public static string IsInterface() => "is an interface";

    public static string IsAbstract() => "is abstract";

    public static string NoConstructor() => "has no public constructor without parameters, and not exactly one with parameters";

    public static string ReadOnlyMembers() => "has no member that can be set";

    public static string UnknownConstructorParameter(string parameter) =>
        $"has a constructor whose parameter '{parameter}' does not have the name of a member";

    // Caching.

    public static string FilterOfCachedResponse() =>
        "its responses are cached, and endpoint filters do not run for cached responses. "
        + "Remove Revalidate, or do the work of the filter in '_middleware.cs'.";

    // Middleware functions.

    public static string ReturnsValue() => "it returns a value, which is not used. Return Task or void, and write to the response.";

    public static string MiddlewareAttribute(string attribute) =>
        $"[{attribute}] has no effect on a middleware function. Use the 'config' of the folder (Authorize, Cors, RateLimit, BodyParser), "
        + "or put the attribute on the functions of route files.";

    public static string UnknownService(string parameter, string type) =>
        $"'{parameter}' is a '{type}', which is not registered as a service. Register it in '_startup.cs', or read it from the request.";

    public static string NeitherRespondsNorContinues() =>
        "it can neither respond nor continue. Take a 'RequestDelegate next' beside the HttpContext, or an 'ApiResponse res'.";

    public static string NextNotAwaited() =>
        "it returns void, so 'next' would not be awaited. Make it 'async Task', or return the result of 'next'.";
}
