using System.Reflection;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi;

/// <summary>
/// A request whose body is a <typeparamref name="T"/>: JSON by the app's JSON options, or a form by its field names. It
/// was validated where there is a validator for the type. What does not fit never reaches the handler: it is a 400 that
/// says what is wrong, or a 415 for another content type.
/// </summary>
/// <typeparam name="T">The type of the body.</typeparam>
public sealed class ApiRequest<T> : ApiRequest, IBindableFromHttpContext<ApiRequest<T>>, IEndpointParameterMetadataProvider, ITypedRequest
{
    private static readonly string[] _contentTypes = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"];

    private readonly HandlerSettings _settings;

    private ApiRequest(HttpContext context, HandlerSettings settings)
        : base(context, settings) =>
        _settings = settings;

    /// <summary>The body, never null.</summary>
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

/// <summary>A request with a typed body, whatever the type.</summary>
internal interface ITypedRequest
{
    object Body { get; }
}
