namespace FileRoutedApi.Endpoints;

/// <summary>
/// A function that takes exactly an <see cref="ApiRequest"/> and an <see cref="ApiResponse"/>. It is called without binding.
/// </summary>
internal delegate ValueTask DirectHandler(ApiRequest request, ApiResponse response);

/// <summary>Creates direct handlers.</summary>
internal static class DirectHandlers
{
    /// <summary>Creates a direct handler. Returns null if the function has other parameters or another return type.</summary>
    /// <remarks>
    /// The delegate types are compared with <c>==</c>. Delegates are covariant, so a type test would accept a function that returns
    /// <c>Task&lt;T&gt;</c> as one that returns <see cref="Task"/>, and lose its result.
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
