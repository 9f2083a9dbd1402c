using System.IO.Pipelines;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FileRoutedApi.Endpoints;

/// <summary>Determines whether a function returns a single value or a stream.</summary>
internal static class FunctionResult
{
    // Parts of the names of result types of ASP.NET Core that write a stream.
    private static readonly string[] _streaming = ["Stream", "File", "Push", "ServerSentEvents", "RazorComponent"];

    /// <summary>
    /// Returns true if the function returns a single value, which can be sent with its length. Asynchronous sequences and results of an
    /// unknown type are not single values, and a function that takes the response may write to it.
    /// </summary>
    public static bool IsOneValue(MethodInfo function) =>
        ReturnsOneValue(function)
        && !function.GetParameters().Any(parameter =>
            parameter.ParameterType == typeof(HttpContext)
            || parameter.ParameterType == typeof(HttpResponse)
            || parameter.ParameterType == typeof(ApiResponse)
            || parameter.ParameterType == typeof(PipeWriter));

    /// <summary>Returns true if the return type is that of a single value, regardless of the parameters.</summary>
    public static bool ReturnsOneValue(MethodInfo function) => IsOneValue(Unwrap(function.ReturnType));

    /// <summary>
    /// Returns true if the return type does not show whether the function returns a single value, such as <see cref="IResult"/>.
    /// <see cref="Html"/> decides that itself while it is written.
    /// </summary>
    public static bool IsAnyResult(MethodInfo function) =>
        Unwrap(function.ReturnType) is var type && type != typeof(Html) && !IsOneValue(type)
        && (type == typeof(object) || type.IsAssignableTo(typeof(IResult)));

    /// <summary>
    /// Returns true if a returned result of the type is a single value. If the result contains a value, that has to be one as well.
    /// </summary>
    public static bool IsOneValueType(Type result) => result.IsAssignableTo(typeof(IResult)) ? IsOfFramework(result) : IsOneValue(result);

    /// <summary>Returns true if the return type is an <see cref="IResult"/>.</summary>
    public static bool IsResult(MethodInfo function) => Unwrap(function.ReturnType).IsAssignableTo(typeof(IResult));

    private static bool IsOfFramework(Type result) =>
        result.Namespace == typeof(Ok).Namespace && !_streaming.Any(name => result.Name.Contains(name, StringComparison.Ordinal));

    private static Type Unwrap(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : type;

    private static bool IsOneValue(Type type)
    {
        if (type.IsAssignableTo(typeof(IResult)))
        {
            return type == typeof(FileContentHttpResult) || (IsOfFramework(type) && type.GetGenericArguments().All(IsOneValue));
        }

        return type != typeof(void) && type != typeof(Task) && type != typeof(ValueTask) && type != typeof(object)
            && !type.GetInterfaces().Append(type).Any(item =>
                item.IsGenericType && item.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
    }
}
