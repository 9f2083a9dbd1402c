using System.Reflection;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Creates the settings that all requests to a file share. The configuration of the file overrides the settings of the application.
/// </summary>
internal sealed class HandlerSettingsFactory(
    FileRoutesSettings settings,
    ErrorResponses errors,
    PageProblems pages,
    RouteJson json,
    IHostEnvironment environment,
    ILoggerFactory loggers)
{
    private readonly ObjectPool<ResponseBuffer> _buffers = ResponseBuffer.CreatePool(json.Options);

    /// <summary>Creates the settings of a function that an endpoint calls.</summary>
    public HandlerSettings Create(
        RouteModule module,
        RouteParameters parameters,
        FunctionSignature signature,
        List<IAcceptsMetadata> accepts,
        HandlerTraits traits,
        object[] attributes)
    {
        var api = module.Config.Api;
        return new HandlerSettings
        {
            Parameters = parameters,
            Traits = traits | InSignature(signature, accepts, attributes, module.File.Role.IsPage) | InEnvironment,
            TypedRequest = signature.TypedRequest is { } type ? TypedRequests.FactoryOf(type) : null,
            ParameterNames = signature.Parameters
                .Where(parameter => parameter.ClientName != parameter.Name)
                .DistinctBy(parameter => parameter.Name)
                .ToDictionary(parameter => parameter.Name, parameter => parameter.ClientName),
            WriteProblem = module.File.Role.HandlesErrors
                ? ProblemResponse.WriteAsync
                : module.File.Role.IsPage ? (context, problem) => pages.WriteAsync(context, module.File, problem)
                : (context, problem) => errors.WriteAsync(context, module.File.Path, problem),
            ValidationStatus = settings.ValidationStatus,
            DataTypes = [.. signature.Parameters.Select(parameter => parameter.Type)
                .Select(type => type == signature.TypedRequest ? type.GetGenericArguments()[0] : type)],
            ContentTypes = attributes.OfType<IAcceptsMetadata>().FirstOrDefault()?.ContentTypes,
            ParameterTypes = [.. signature.Parameters.Select(parameter => parameter.Type)],
            BodyElements = BodyElementsOf(signature),
            BodyLimit = module.File.Role.CoversFolder ? null : LimitOf(api, attributes.OfType<IRequestSizeLimitMetadata>().LastOrDefault()),
            ResponseLimit = api.ResponseLimit.IsOff ? null : api.ResponseLimit.Size?.Bytes ?? settings.ResponseLimit,
            Json = json.Options,
            Buffers = _buffers,
            Logger = loggers.CreateLogger(module.File.Path),
        };
    }

    private HandlerTraits InEnvironment => HandlerTraits.IsDevelopment.If(environment.IsDevelopment());

    private static HandlerTraits InSignature(
        FunctionSignature signature, List<IAcceptsMetadata> accepts, object[] attributes, bool isPage)
    {
        var isTyped = signature.TypedRequest is not null;
        return HandlerTraits.BindsJsonValue.If(signature.TakesJsonValue && !isTyped)
            | HandlerTraits.BuffersResult.If(FunctionResult.IsOneValue(signature.Function))
            | HandlerTraits.ReturnsOneValue.If(FunctionResult.ReturnsOneValue(signature.Function))
            | HandlerTraits.TakesCall.If(signature.TakesRequest || signature.TakesResponse || isPage)
            | HandlerTraits.BindsText.If(
                !isTyped && !signature.ReadsStream && accepts.Count > attributes.OfType<IAcceptsMetadata>().Count());
    }

    private Lazy<NullElements>? BodyElementsOf(FunctionSignature signature)
    {
        if (signature.TypedRequest?.GetGenericArguments()[0] is not { } body || !NullElements.MayContainCollection(body))
        {
            return null;
        }

        var parameter = signature.Function.GetParameters().FirstOrDefault(parameter => parameter.ParameterType == signature.TypedRequest);
        return new Lazy<NullElements>(() => NullElements.Create(
            body, parameter is null ? null : new NullabilityInfoContext().Create(parameter).GenericTypeArguments[0], json.Options));
    }

    /// <summary>Returns the body limit. ASP.NET Core's attribute on a function overrides the limit of the file.</summary>
    private BodySizeLimit? LimitOf(ApiConfig api, IRequestSizeLimitMetadata? attribute) =>
        attribute is not null ? BodySizeLimit.ForFile(attribute.MaxRequestBodySize ?? long.MaxValue)
        : api.BodyParser.Enabled ? BodySizeLimit.ForFile(api.BodyParser.SizeLimit ?? settings.BodySizeLimit)
        : null;

    /// <summary>Creates the settings of a middleware function.</summary>
    public HandlerSettings CreateForFolder(RouteModule module, IRouteParameters parameters) => new()
    {
        Parameters = parameters,
        Traits = HandlerTraits.IsBelowMiddleware | HandlerTraits.TakesCall | InEnvironment
            | HandlerTraits.ParsesBody.If(module.MiddlewareConfig.BodyParser.Enabled),
        ParameterNames = new Dictionary<string, string>(),
        ValidationStatus = settings.ValidationStatus,
        WriteProblem = (context, problem) => errors.WriteAsync(context, module.File.Path, problem),
        BodyLimit = BodySizeLimit.ForFolder(module.MiddlewareConfig.BodyParser.SizeLimit ?? settings.BodySizeLimit, module.File.Path),
        ResponseLimit = settings.ResponseLimit,
        Json = json.Options,
        Buffers = _buffers,
        Logger = loggers.CreateLogger(module.File.Path),
    };
}
