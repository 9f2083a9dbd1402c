using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>Makes requests with a typed body, where the type is known at run time only.</summary>
internal static class TypedRequests
{
    /// <param name="type">An <see cref="ApiRequest{T}"/>.</param>
    public static Func<HttpContext, HandlerSettings, ApiRequest> FactoryOf(Type type) => type
        .GetMethod(nameof(ApiRequest<object>.Create), BindingFlags.Static | BindingFlags.NonPublic)!
        .CreateDelegate<Func<HttpContext, HandlerSettings, ApiRequest>>();
}
