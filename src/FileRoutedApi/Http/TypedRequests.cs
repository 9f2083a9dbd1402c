using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>Creates an <see cref="ApiRequest{T}"/> whose type is known only at run time.</summary>
internal static class TypedRequests
{
    /// <summary>Returns the factory of a request type.</summary>
    /// <param name="type">A closed <see cref="ApiRequest{T}"/>.</param>
    public static Func<HttpContext, HandlerSettings, ApiRequest> FactoryOf(Type type) => type
        .GetMethod(nameof(ApiRequest<object>.Create), BindingFlags.Static | BindingFlags.NonPublic)!
        .CreateDelegate<Func<HttpContext, HandlerSettings, ApiRequest>>();
}
