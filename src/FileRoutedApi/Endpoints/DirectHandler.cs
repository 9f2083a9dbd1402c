namespace FileRoutedApi.Endpoints;

/// <summary>A function of exactly a request and a response: it needs no binding, so it is called directly.</summary>
internal delegate ValueTask DirectHandler(ApiRequest request, ApiResponse response);

/// <summary>Makes direct handlers.</summary>
internal static class DirectHandlers
{
    /// <summary>Null where a function has other parameters or results.</summary>
    /// <remarks>
    /// The types are compared, not matched: delegates are covariant, so a function that returns <c>Task&lt;T&gt;</c>
    /// would pass for one that returns <see cref="Task"/>, and its result would be lost.
    /// </remarks>
    public static DirectHandler? TryCreate(Delegate function)
    {
        if (function.GetType() == typeof(Action<ApiRequest, ApiResponse>))
        {
            var synchronous = (Action<ApiRequest, ApiResponse>)function;
            return (request, response) =>
            {
                synchronous(request, response);
                return default;
            };
        }

        if (function.GetType() == typeof(Func<ApiRequest, ApiResponse, Task>))
        {
            var asynchronous = (Func<ApiRequest, ApiResponse, Task>)function;
            return (request, response) => new ValueTask(asynchronous(request, response));
        }

        return function.GetType() == typeof(Func<ApiRequest, ApiResponse, ValueTask>)
            ? ((Func<ApiRequest, ApiResponse, ValueTask>)function).Invoke
            : null;
    }
}
