namespace FileRoutedApi.Endpoints;

/// <summary>A function of exactly a request and a response: it needs no binding, so it is called directly.</summary>
internal delegate ValueTask DirectHandler(ApiRequest request, ApiResponse response);

/// <summary>Makes direct handlers.</summary>
internal static class DirectHandlers
{
    /// <summary>Null where a function has other parameters or results.</summary>
    public static DirectHandler? TryCreate(Delegate function)
    {
        switch (function)
        {
            case Action<ApiRequest, ApiResponse> synchronous:
                return (request, response) =>
                {
                    synchronous(request, response);
                    return default;
                };
            case Func<ApiRequest, ApiResponse, Task> asynchronous:
                return (request, response) => new ValueTask(asynchronous(request, response));
            case Func<ApiRequest, ApiResponse, ValueTask> asynchronous:
                return asynchronous.Invoke;
            default:
                return null;
        }
    }
}
