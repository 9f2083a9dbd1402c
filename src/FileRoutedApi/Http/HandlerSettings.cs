using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;

namespace FileRoutedApi.Http;

/// <summary>What all requests of one function share. Created once, when the function is bound.</summary>
internal sealed class HandlerSettings
{
    public required IRouteParameters Parameters { get; init; }

    /// <summary>What binding has found out about the function.</summary>
    public required HandlerTraits Traits { get; init; }

    /// <summary>Creates the request if the function takes an <see cref="ApiRequest{T}"/>.</summary>
    public Func<HttpContext, HandlerSettings, ApiRequest>? TypedRequest { get; init; }

    /// <summary>The names of parameters in requests, if they differ from the names in the code.</summary>
    public required IReadOnlyDictionary<string, string> ParameterNames { get; init; }

    /// <summary>Writes the response to an <see cref="ApiException"/>.</summary>
    public required Func<HttpContext, ApiException, Task> WriteProblem { get; init; }

    /// <summary>The status code of the response to data that fails validation.</summary>
    public required int ValidationStatus { get; init; }

    /// <summary>The types of the parameters, with the body type in place of an <see cref="ApiRequest{T}"/>.</summary>
    public IReadOnlyList<Type> DataTypes { get; init; } = [];

    /// <summary>The content types that the function accepts, or null for all.</summary>
    public IReadOnlyList<string>? ContentTypes { get; init; }

    /// <summary>Whether binding depends on the presence of a body.</summary>
    public bool NeedsPresence => (Traits & (HandlerTraits.ParsesBody | HandlerTraits.BindsText)) != 0 || ContentTypes is not null;

    /// <summary>The types of the function's parameters.</summary>
    public IReadOnlyList<Type> ParameterTypes { get; init; } = [];

    /// <summary>Finds null in the collections of the body of an <see cref="ApiRequest{T}"/>; null if there is nothing to find.</summary>
    public Lazy<NullElements>? BodyElements { get; init; }

    /// <summary>Caches which types contain an asynchronous sequence and have to be serialized asynchronously.</summary>
    public AsyncTypes AsyncTypes { get; } = new();

    /// <summary>The largest body, or null if the body parser is off.</summary>
    public required BodySizeLimit? BodyLimit { get; init; }

    /// <summary>The size in bytes from which a response is logged as a warning, or null for none.</summary>
    public required long? ResponseLimit { get; init; }

    public required JsonSerializerOptions Json { get; init; }

    public required ObjectPool<ResponseBuffer> Buffers { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Returns true if the function has a trait.</summary>
    public bool Is(HandlerTraits trait) => (Traits & trait) != 0;
}
