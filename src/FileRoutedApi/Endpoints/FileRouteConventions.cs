using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>Collects the conventions of the application for file routes. They are applied whenever endpoints are created.</summary>
internal sealed class FileRouteConventions : IEndpointConventionBuilder
{
    private readonly List<Action<EndpointBuilder>> _conventions = [];
    private readonly List<Action<EndpointBuilder>> _finally = [];

    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    public void Finally(Action<EndpointBuilder> finallyConvention) => _finally.Add(finallyConvention);

    /// <summary>
    /// Combines these conventions with those of a group. The group's conventions run first, and its final conventions run last.
    /// </summary>
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
