using System.Reflection;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi;

/// <summary>
/// A response with a body of type <typeparamref name="T"/>: <c>res.Status(200).Json(value)</c> does not compile for any other type.
/// </summary>
/// <typeparam name="T">The type that <see cref="Json"/> accepts.</typeparam>
public sealed class ApiResponse<T> : IBindableFromHttpContext<ApiResponse<T>>, IEndpointParameterMetadataProvider
{
    private ApiResponse(ApiResponse untyped) => Untyped = untyped;

    /// <summary>Gets the same response without the type, for errors, redirects and headers.</summary>
    public ApiResponse Untyped { get; }

    /// <summary>Sets the status code.</summary>
    /// <param name="code">A final status code: 200 to 999.</param>
    /// <returns>This response.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code is less than 200 or greater than 999.</exception>
    /// <exception cref="InvalidOperationException">The response is already complete, or its headers have been sent.</exception>
    public ApiResponse<T> Status(int code)
    {
        Untyped.Status(code);
        return this;
    }

    /// <summary>Sends a value as JSON, as <see cref="ApiResponse.Json"/> does.</summary>
    /// <param name="value">The value, serialized as a <typeparamref name="T"/>.</param>
    /// <exception cref="InvalidOperationException">The response is already complete; it is not changed.</exception>
    public void Json(T value) => Untyped.JsonAs(value, typeof(T));

    static ValueTask<ApiResponse<T>?> IBindableFromHttpContext<ApiResponse<T>>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(new ApiResponse<T>(HandlerCall.Of(context).Response));

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
    }
}
