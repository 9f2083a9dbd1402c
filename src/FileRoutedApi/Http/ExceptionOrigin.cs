using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>
/// Decides by where an exception was thrown whether the request is at fault. A handler can throw the same types, for example about
/// the response of another server, and that is a fault of its own.
/// </summary>
internal static class ExceptionOrigin
{
    private const string Servers = "Microsoft.AspNetCore.Server.";

    /// <summary>
    /// Returns true if it comes from the binding of a function's parameters, or from the server that reads the body. ASP.NET Core compiles
    /// the binding into a method without a type, and may throw there. A function can only be inlined into it, so the text decides then.
    /// </summary>
    /// <param name="parameters">The types of the parameters, which may have a <c>BindAsync</c> of their own.</param>
    public static bool IsOfRequest(BadHttpRequestException exception, IReadOnlyList<Type> parameters) =>
        exception.GetType().Namespace?.StartsWith(Servers, StringComparison.Ordinal) == true
        || WithEnclosing(exception.TargetSite?.DeclaringType).Contains(typeof(RequestDelegateFactory))
        || (exception.StackTrace is not null && exception.TargetSite?.DeclaringType is null && BindingProblem.IsKnown(exception.Message))
        || IsWithin(exception, "BindAsync", type => parameters.Any(parameter => parameter.IsAssignableTo(type)));

    /// <summary>Returns true if it was thrown while ASP.NET Core read a form.</summary>
    public static bool IsOfForm(Exception exception) => IsWithin(exception, "ReadForm", type => type == typeof(FormFeature));

    private static bool IsWithin(Exception exception, string method, Func<Type, bool> isType) => new StackTrace(exception).GetFrames()
        .Select(frame => frame.GetMethod())
        .Any(found => (found?.Name.Contains(method, StringComparison.Ordinal) == true || found?.DeclaringType?.Name.Contains(method, StringComparison.Ordinal) == true)
            && WithEnclosing(found.DeclaringType).Any(isType));

    /// <summary>The compiler makes nested types of asynchronous methods and lambdas.</summary>
    private static IEnumerable<Type> WithEnclosing(Type? type)
    {
        for (; type is not null; type = type.DeclaringType)
        {
            yield return type;
        }
    }
}
