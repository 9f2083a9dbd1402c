using System.IO.Pipelines;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FileRoutedApi.Endpoints;

/// <summary>What a function returns, as far as its type says it.</summary>
internal static class FunctionResult
{
    // The results of ASP.NET Core that come bit by bit, or from elsewhere.
    private static readonly string[] _streaming = ["Stream", "File", "Push", "ServerSentEvents"];

    /// <summary>
    /// Whether the result is one value that can be sent whole, with its length: an object or text, not a sequence that
    /// comes item by item, nor a result that may be anything.
    /// </summary>
    public static bool IsOneValue(MethodInfo function) =>
        IsOneValue(Unwrap(function.ReturnType))
        && !function.GetParameters().Any(parameter =>
            parameter.ParameterType == typeof(HttpContext) || parameter.ParameterType == typeof(HttpResponse) || parameter.ParameterType == typeof(ApiResponse)
            || parameter.ParameterType == typeof(PipeWriter));

    private static Type Unwrap(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>)) ? type.GetGenericArguments()[0] : type;

    private static bool IsOneValue(Type type)
    {
        if (type.IsAssignableTo(typeof(IResult)))
        {
            return type.Namespace == typeof(Ok).Namespace
                && !_streaming.Any(name => type.Name.Contains(name, StringComparison.Ordinal))
                && type.GetGenericArguments().All(IsOneValue);
        }

        return type != typeof(void) && type != typeof(Task) && type != typeof(ValueTask) && type != typeof(object)
            && !type.GetInterfaces().Append(type).Any(item => item.IsGenericType && item.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
    }
}
