using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;

namespace FileRoutedApi.Http;

/// <summary>What requests and responses of one route file have in common; made once, when its endpoints are.</summary>
internal sealed class HandlerSettings
{
    public required IRouteParameters Parameters { get; init; }

    /// <summary>Whether <see cref="ApiRequest.Body"/> is read before the handler runs.</summary>
    public required bool ParsesBody { get; init; }

    /// <summary>Makes the request where the function takes an <see cref="ApiRequest{T}"/>.</summary>
    public Func<HttpContext, HandlerSettings, ApiRequest>? TypedRequest { get; init; }

    /// <summary>What clients call parameters that have another name in the code.</summary>
    public required IReadOnlyDictionary<string, string> ParameterNames { get; init; }

    /// <summary>Writes the response that an error stands for.</summary>
    public required Func<HttpContext, ApiException, Task> WriteProblem { get; init; }

    /// <summary>Whether endpoint filters run around the function.</summary>
    public bool HasFilters { get; init; }

    /// <summary>Whether what the function takes is validated before it is called.</summary>
    public bool IsValidated { get; init; }

    /// <summary>The status of the response to data that is not valid.</summary>
    public required int ValidationStatus { get; init; }

    /// <summary>The types of the data that the function takes.</summary>
    public IReadOnlyList<Type> DataTypes { get; init; } = [];

    /// <summary>The only content types that the function accepts, where it names some.</summary>
    public IReadOnlyList<string>? ContentTypes { get; init; }

    /// <summary>Whether ASP.NET Core binds the body as JSON or a form.</summary>
    public required bool BindsText { get; init; }

    /// <summary>Whether something has to know if there is a body before it is read.</summary>
    public bool NeedsPresence => ParsesBody || BindsText || ContentTypes is not null;

    /// <summary>The types of the function's parameters.</summary>
    public IReadOnlyList<Type> ParameterTypes { get; init; } = [];

    /// <summary>Finds null in the collections of the body of an <see cref="ApiRequest{T}"/>; null if there is nothing to find.</summary>
    public Lazy<NullElements>? BodyElements { get; init; }

    /// <summary>The types of values that have to be serialized asynchronously.</summary>
    public AsyncTypes AsyncTypes { get; } = new();

    /// <summary>Whether ASP.NET Core binds JSON that is read later, so that its text has to be looked at before.</summary>
    public required bool BindsJsonValue { get; init; }

    /// <summary>Whether the result is one value, which is kept until it is whole.</summary>
    public required bool KeepsResult { get; init; }

    /// <summary>True if the function returns one value, whatever it takes. It may write to the response beside it.</summary>
    public bool ReturnsOneValue { get; init; }

    /// <summary>True if requests may pass a middleware function, which may change the response after the handler has returned.</summary>
    public required bool IsBelowMiddleware { get; init; }

    /// <summary>Whether the function takes the request or the response, so that binding has to find them.</summary>
    public required bool TakesCall { get; init; }

    /// <summary>The largest body; null where the file has the body parser off.</summary>
    public required BodySizeLimit? BodyLimit { get; init; }

    /// <summary>From how many bytes on a response is worth a warning; null for never.</summary>
    public required long? ResponseLimit { get; init; }

    /// <summary>Whether the handler is expected to answer through an <see cref="ApiResponse"/>.</summary>
    public required bool ExpectsResponse { get; init; }

    public required bool IsDevelopment { get; init; }

    public required JsonSerializerOptions Json { get; init; }

    public required ObjectPool<ResponseBuffer> Buffers { get; init; }

    public required ILogger Logger { get; init; }
}
