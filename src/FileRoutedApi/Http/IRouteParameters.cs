using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>What a request needs to know of its route: the parameters that join the query.</summary>
internal interface IRouteParameters
{
    /// <summary>Adds each parameter, over a key of the same name; an optional catch-all without a value is left out.</summary>
    void AddTo(RequestQuery query, HttpContext context);

    /// <summary>Puts the decoded values where ASP.NET Core's own binding finds them.</summary>
    void DecodeRouteValues(HttpContext context);

    /// <summary>Puts the segments of a catch-all where ASP.NET Core binds arrays from; a key of the query with its name is gone.</summary>
    void ShowCatchAllInQuery(HttpContext context);
}
