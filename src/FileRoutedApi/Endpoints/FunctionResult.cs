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
        ReturnsOneValue(function)
        && !function.GetParameters().Any(parameter =>
            parameter.ParameterType == typeof(HttpContext) || parameter.ParameterType == typeof(HttpResponse) || parameter.ParameterType == typeof(ApiResponse)
            || parameter.ParameterType == typeof(PipeWriter));

    /// <summary>Returns true if the type of the result says that it is one value, whatever the function takes.</summary>
    public static bool ReturnsOneValue(MethodInfo function) => IsOneValue(Unwrap(function.ReturnType));

    /// <summary>Returns true if the type may be that of any result, so that only the result itself shows whether it is one value.</summary>
    public static bool IsAnyResult(MethodInfo function) =>
        Unwrap(function.ReturnType) is var type && !IsOneValue(type) && (type == typeof(object) || type.IsAssignableTo(typeof(IResult)));

    /// <summary>Returns true if a result that a function has returned is one value.</summary>
    public static bool HasOneValue(object? result) => result switch
    {
        null => true,
        INestedHttpResult nested => HasOneValue(nested.Result),
        FileContentHttpResult => true,
        IValueHttpResult value => IsOfFramework(value.GetType()) && HasOneValue(value.Value),
        IResult => IsOfFramework(result.GetType()),
        _ => IsOneValue(result.GetType()),
    };

    private static bool IsOfFramework(Type result) =>
        result.Namespace == typeof(Ok).Namespace && !_streaming.Any(name => result.Name.Contains(name, StringComparison.Ordinal));

    private static Type Unwrap(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>)) ? type.GetGenericArguments()[0] : type;

    private static bool IsOneValue(Type type)
    {
        if (type.IsAssignableTo(typeof(IResult)))
        {
            return type == typeof(FileContentHttpResult) || (IsOfFramework(type) && type.GetGenericArguments().All(IsOneValue));
        }

        return type != typeof(void) && type != typeof(Task) && type != typeof(ValueTask) && type != typeof(object)
            && !type.GetInterfaces().Append(type).Any(item => item.IsGenericType && item.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
    }
}
