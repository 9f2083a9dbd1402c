using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>
/// Decides by where an exception was thrown whether the request caused it. A handler can throw the same types, for example about the
/// response of another server, and that is an error of the handler.
/// </summary>
internal static class ExceptionOrigin
{
    private const string Servers = "Microsoft.AspNetCore.Server.";

    /// <summary>
    /// Returns true if the exception was thrown by the binding of parameters, or by the server while it read the body. ASP.NET Core
    /// compiles the binding into a method without a declaring type. The JIT can inline a function into it, so there the message decides.
    /// </summary>
    /// <param name="parameters">The types of the parameters, which may have their own <c>BindAsync</c>.</param>
    public static bool IsFromRequest(BadHttpRequestException exception, IReadOnlyList<Type> parameters) =>
        exception.GetType().Namespace?.StartsWith(Servers, StringComparison.Ordinal) == true
        || WithEnclosing(exception.TargetSite?.DeclaringType).Contains(typeof(RequestDelegateFactory))
        || (exception.StackTrace is not null && exception.TargetSite?.DeclaringType is null && BindingProblem.IsKnown(exception.Message))
        || IsWithin(exception, "BindAsync", type => parameters.Any(parameter => parameter.IsAssignableTo(type)));

    /// <summary>Returns true if the exception was thrown while ASP.NET Core read a form.</summary>
    public static bool IsFromForm(Exception exception) => IsWithin(exception, "ReadForm", type => type == typeof(FormFeature));

    private static bool IsWithin(Exception exception, string method, Func<Type, bool> isType) => new StackTrace(exception).GetFrames()
        .Select(frame => frame.GetMethod())
        .Any(found => (Contains(found?.Name, method) || Contains(found?.DeclaringType?.Name, method))
            && WithEnclosing(found!.DeclaringType).Any(isType));

    private static bool Contains(string? name, string method) => name?.Contains(method, StringComparison.Ordinal) == true;

    /// <summary>Returns a type and its enclosing types. The compiler nests the code of asynchronous methods and lambdas.</summary>
    private static IEnumerable<Type> WithEnclosing(Type? type)
    {
        for (; type is not null; type = type.DeclaringType)
        {
            yield return type;
        }
    }
}
