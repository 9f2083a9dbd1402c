using System.Reflection;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi;

/// <summary>
/// A request whose body is a <typeparamref name="T"/>, read from JSON with the application's JSON options or from a form by field names,
/// and validated if the type has a validator. A body that is not valid does not reach the handler: the response is a 400 that contains
/// the reason, or a 415 for another content type.
/// </summary>
/// <typeparam name="T">The type of the body.</typeparam>
public sealed class ApiRequest<T> : ApiRequest, IBindableFromHttpContext<ApiRequest<T>>, IEndpointParameterMetadataProvider, ITypedRequest
{
    private static readonly string[] _contentTypes = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"];

    private readonly HandlerSettings _settings;

    private ApiRequest(HttpContext context, HandlerSettings settings)
        : base(context, settings) =>
        _settings = settings;

    /// <summary>Gets the body, never null.</summary>
    public new T Body { get; private set; } = default!;

    object ITypedRequest.Body => Body!;

    static ValueTask<ApiRequest<T>?> IBindableFromHttpContext<ApiRequest<T>>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        new((ApiRequest<T>)HandlerCall.Of(context).Request);

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new AcceptsMetadata(_contentTypes, typeof(T)));
    }

    internal static ApiRequest Create(HttpContext context, HandlerSettings settings) => new ApiRequest<T>(context, settings);

    internal override async ValueTask ReadBodyAsync(BodySizeLimit? limit = null)
    {
        Body = await BodyReader.ReadAsync<T>(HttpContext, limit ?? _settings.BodyLimit!.Value, _settings.Json);
        _settings.BodyElements?.Value.Check(Body);
    }
}

/// <summary>Gives access to the body of an <see cref="ApiRequest{T}"/> without its type.</summary>
internal interface ITypedRequest
{
    object Body { get; }
}
