using FileRoutedApi.Hosting;
using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FileRoutedApi.Endpoints;

/// <summary>Works out, once, what the requests and responses of a file have in common: its configuration over the settings of all files.</summary>
internal sealed class HandlerSettingsFactory(
    FileRoutesSettings settings, ErrorResponses errors, IOptions<JsonOptions> json, IHostEnvironment environment, ILoggerFactory loggers)
{
    private readonly ObjectPool<AnswerBuffer> _buffers = AnswerBuffer.CreatePool(json.Value.SerializerOptions);

    /// <summary>The settings of a function that answers.</summary>
    public HandlerSettings Create(
        RouteModule module,
        RouteParameters parameters,
        FunctionSignature signature,
        List<IAcceptsMetadata> accepts,
        bool parsesBody,
        bool expectsAnswer,
        bool isValidated,
        object[] attributes)
    {
        var api = module.Config.Api;
        return new HandlerSettings
        {
            Parameters = parameters,
            TypedRequest = signature.TypedRequest is { } type ? TypedRequests.FactoryOf(type) : null,
            ParameterNames = signature.Parameters.Where(parameter => parameter.ClientName != parameter.Name).DistinctBy(parameter => parameter.Name).ToDictionary(parameter => parameter.Name, parameter => parameter.ClientName),
            WriteProblem = module.File.Role == RouteFileRole.Error
                ? ProblemAnswer.WriteAsync
                : (context, problem) => errors.WriteAsync(context, module.File.Path, problem),
            IsValidated = isValidated,
            ValidationStatus = settings.ValidationStatus,
            DataTypes = [.. signature.Parameters.Select(parameter => parameter.Type)
                .Select(type => type == signature.TypedRequest ? type.GetGenericArguments()[0] : type)],
            ContentTypes = attributes.OfType<IAcceptsMetadata>().FirstOrDefault()?.ContentTypes,
            ParsesBody = parsesBody,
            BindsJsonValue = signature.TakesJsonValue && signature.TypedRequest is null,
            KeepsResult = FunctionResult.IsOneValue(signature.Function),
            TakesCall = signature.TakesRequest || signature.TakesResponse,
            BindsText = accepts.Count > 0 && signature.TypedRequest is null,
            BodyLimit = module.File.Role != RouteFileRole.Route ? null : LimitOf(api, attributes.OfType<IRequestSizeLimitMetadata>().LastOrDefault()),
            ResponseLimit = api.ResponseLimit.IsOff ? null : api.ResponseLimit.Size?.Bytes ?? settings.ResponseLimit,
            ExpectsAnswer = expectsAnswer && !api.ExternalResolver,
            IsDevelopment = environment.IsDevelopment(),
            Json = json.Value.SerializerOptions,
            Buffers = _buffers,
            Logger = loggers.CreateLogger(module.File.Path),
        };
    }

    /// <summary>ASP.NET Core's own attribute, on one function, wins over the limit of its file.</summary>
    private BodySizeLimit? LimitOf(ApiConfig api, IRequestSizeLimitMetadata? attribute) =>
        attribute is not null ? BodySizeLimit.ForFile(attribute.MaxRequestBodySize ?? long.MaxValue)
        : api.BodyParser.Enabled ? BodySizeLimit.ForFile(api.BodyParser.SizeLimit ?? settings.BodySizeLimit)
        : null;

    /// <summary>The settings of a file whose function sees requests before there is a route.</summary>
    public HandlerSettings CreateForFolder(RouteModule module, IRouteParameters parameters) => new()
    {
        Parameters = parameters,
        ParameterNames = new Dictionary<string, string>(),
        ValidationStatus = settings.ValidationStatus,
        WriteProblem = (context, problem) => errors.WriteAsync(context, module.File.Path, problem),
        ParsesBody = module.Folder.BodyParser.Enabled,
        BindsJsonValue = false,
        KeepsResult = false,
        TakesCall = true,
        BindsText = false,
        BodyLimit = BodySizeLimit.ForFolder(module.Folder.BodyParser.SizeLimit ?? settings.BodySizeLimit, module.File.Path),
        ResponseLimit = settings.ResponseLimit,
        ExpectsAnswer = false,
        IsDevelopment = environment.IsDevelopment(),
        Json = json.Value.SerializerOptions,
        Buffers = _buffers,
        Logger = loggers.CreateLogger(module.File.Path),
    };
}
