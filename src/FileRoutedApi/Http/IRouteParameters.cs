using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>Gives a request access to the parameters of its route.</summary>
internal interface IRouteParameters
{
    /// <summary>
    /// Adds the parameters to the query and replaces keys of the same names. Omits an optional catch-all without a value.
    /// </summary>
    void AddTo(RequestQuery query, HttpContext context);

    /// <summary>Replaces the route values with their decoded form, from which ASP.NET Core binds parameters.</summary>
    void DecodeRouteValues(HttpContext context);

    /// <summary>
    /// Adds the segments of a catch-all to the query, from which ASP.NET Core binds arrays. Replaces a key of the same name.
    /// </summary>
    void ShowCatchAllInQuery(HttpContext context);
}
