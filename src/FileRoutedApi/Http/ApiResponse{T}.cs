using System.Reflection;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi;

/// <summary>
/// A response whose answer is a <typeparamref name="T"/>: <c>res.Status(200).Json(wrong)</c> does not compile.
/// </summary>
/// <typeparam name="T">What <see cref="Json"/> takes.</typeparam>
public sealed class ApiResponse<T> : IBindableFromHttpContext<ApiResponse<T>>, IEndpointParameterMetadataProvider
{
    private ApiResponse(ApiResponse untyped) => Untyped = untyped;

    /// <summary>The same response without the type, for errors, redirects and headers.</summary>
    public ApiResponse Untyped { get; }

    /// <summary>Sets the status code.</summary>
    /// <param name="code">200 to 999.</param>
    /// <returns>This response.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code is no final status code.</exception>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public ApiResponse<T> Status(int code)
    {
        Untyped.Status(code);
        return this;
    }

    /// <summary>Answers with JSON, as <see cref="ApiResponse.Json"/> does.</summary>
    /// <param name="value">What to serialize, as a <typeparamref name="T"/>.</param>
    /// <exception cref="InvalidOperationException">It has answered already; the first answer stands.</exception>
    public void Json(T value) => Untyped.JsonAs(value, typeof(T));

    static ValueTask<ApiResponse<T>?> IBindableFromHttpContext<ApiResponse<T>>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(new ApiResponse<T>(HandlerCall.Of(context).Response));

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
    }
}
