namespace FileRoutedApi.Endpoints;

/// <summary>What binding a function has found out about it.</summary>
[Flags]
internal enum HandlerTraits
{
    None = 0,

    /// <summary><see cref="ApiRequest.Body"/> is read before it is called.</summary>
    ParsesBody = 1,

    /// <summary>It responds by a method of <see cref="ApiResponse"/>.</summary>
    ExpectsResponse = 2,

    /// <summary>A middleware function may run in front of it.</summary>
    IsBelowMiddleware = 4,

    /// <summary>What it takes is validated.</summary>
    IsValidated = 8,

    /// <summary>Endpoint filters run around it.</summary>
    HasFilters = 16,
}
