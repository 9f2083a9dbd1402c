using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>Gives a request access to the parameters of its route.</summary>
internal interface IRouteParameters
{
    /// <summary>
    /// Adds the parameters to the query and replaces keys of the same names. Omits an optional catch-all without a value.
    /// </summary>
    void AddTo(RequestQuery query, HttpContext context);

    /// <summary>Replaces the route values by the decoded values, from which ASP.NET Core binds parameters.</summary>
    void DecodeRouteValues(HttpContext context);

    /// <summary>
    /// Replaces the key of the query that has the name of a catch-all by its segments, because ASP.NET Core binds arrays from the query.
    /// </summary>
    void ShowCatchAllInQuery(HttpContext context);
}
