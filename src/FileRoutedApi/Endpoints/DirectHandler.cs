namespace FileRoutedApi.Endpoints;

/// <summary>A function of exactly a request and a response: it needs no binding, so it is called directly.</summary>
internal delegate ValueTask DirectHandler(ApiRequest request, ApiResponse response);

/// <summary>Makes direct handlers.</summary>
internal static class DirectHandlers
{
    /// <summary>Null where a function has other parameters or results.</summary>
    public static DirectHandler? TryCreate(Delegate function) => function switch
    {
        Action<ApiRequest, ApiResponse> synchronous => (request, response) =>
        {
            synchronous(request, response);
            return default;
        },
        Func<ApiRequest, ApiResponse, Task> asynchronous => (request, response) => new ValueTask(asynchronous(request, response)),
        Func<ApiRequest, ApiResponse, ValueTask> asynchronous => asynchronous.Invoke,
        _ => null,
    };
}
