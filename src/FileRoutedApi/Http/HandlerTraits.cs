namespace FileRoutedApi.Http;

/// <summary>What binding has found out about a function.</summary>
[Flags]
internal enum HandlerTraits
{
    None = 0,

    /// <summary><see cref="ApiRequest.Body"/> is read before the function is called.</summary>
    ParsesBody = 1,

    /// <summary>The function responds through a method of <see cref="ApiResponse"/>.</summary>
    ExpectsResponse = 1 << 1,

    /// <summary>A middleware function may run before it, and may change the response after it has returned.</summary>
    IsBelowMiddleware = 1 << 2,

    /// <summary>Its arguments are validated before it is called.</summary>
    IsValidated = 1 << 3,

    /// <summary>Endpoint filters run around it.</summary>
    HasFilters = 1 << 4,

    /// <summary>ASP.NET Core binds its body as JSON or as a form.</summary>
    BindsText = 1 << 5,

    /// <summary>ASP.NET Core binds JSON that the function reads later, so the text has to be checked before.</summary>
    BindsJsonValue = 1 << 6,

    /// <summary>It returns one value and does not take the response, so the body is buffered until it is complete.</summary>
    BuffersResult = 1 << 7,

    /// <summary>It returns one value, whatever its parameters are. It may also write to the response itself.</summary>
    ReturnsOneValue = 1 << 8,

    /// <summary>It takes the request or the response, so that binding has to find them.</summary>
    TakesCall = 1 << 9,

    /// <summary>The application runs in Development, where a function without a response is reported.</summary>
    IsDevelopment = 1 << 10,

    /// <summary>It is called only with a valid antiforgery token. The middleware has validated the token, and leaves the rest to the endpoint.</summary>
    RequiresAntiforgery = 1 << 11,

    /// <summary>It accepts a WebSocket, so it sends no response.</summary>
    AcceptsSocket = 1 << 12,
}

internal static class HandlerTraitsExtensions
{
    /// <summary>Returns the trait if a condition holds, and no trait otherwise.</summary>
    public static HandlerTraits If(this HandlerTraits trait, bool holds) => holds ? trait : HandlerTraits.None;
}
