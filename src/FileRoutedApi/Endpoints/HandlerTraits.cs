namespace FileRoutedApi.Endpoints;

/// <summary>Properties of a bound function.</summary>
[Flags]
internal enum HandlerTraits
{
    None = 0,

    /// <summary><see cref="ApiRequest.Body"/> is read before the call.</summary>
    ParsesBody = 1,

    /// <summary>It responds through a method of <see cref="ApiResponse"/>.</summary>
    ExpectsResponse = 2,

    /// <summary>A middleware function may run in front of it.</summary>
    IsBelowMiddleware = 4,

    /// <summary>Its arguments are validated.</summary>
    IsValidated = 8,

    /// <summary>Endpoint filters run around it.</summary>
    HasFilters = 16,
}
