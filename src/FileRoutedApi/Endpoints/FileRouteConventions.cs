using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>Collects what an application adds to every file route; applied whenever endpoints are made.</summary>
internal sealed class FileRouteConventions : IEndpointConventionBuilder
{
    private readonly List<Action<EndpointBuilder>> _conventions = [];
    private readonly List<Action<EndpointBuilder>> _finally = [];

    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    public void Finally(Action<EndpointBuilder> finallyConvention) => _finally.Add(finallyConvention);

    /// <summary>These conventions inside those of a group: the group's come first, and have the last word.</summary>
    public FileRouteConventions Within(RouteGroupContext group)
    {
        var all = new FileRouteConventions();
        all._conventions.AddRange([.. group.Conventions, .. _conventions]);
        all._finally.AddRange([.. _finally, .. group.FinallyConventions]);
        return all;
    }

    public void Apply(EndpointBuilder builder) => _conventions.ForEach(convention => convention(builder));

    public void ApplyFinally(EndpointBuilder builder) => _finally.ForEach(convention => convention(builder));
}
