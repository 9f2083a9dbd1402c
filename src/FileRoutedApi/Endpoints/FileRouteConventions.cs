using Microsoft.AspNetCore.Builder;

namespace FileRoutedApi.Endpoints;

/// <summary>Collects what an application adds to every file route; applied whenever endpoints are made.</summary>
internal sealed class FileRouteConventions : IEndpointConventionBuilder
{
    private readonly List<Action<EndpointBuilder>> _conventions = [];
    private readonly List<Action<EndpointBuilder>> _finally = [];

    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    public void Finally(Action<EndpointBuilder> finallyConvention) => _finally.Add(finallyConvention);

    public void Apply(EndpointBuilder builder) => _conventions.ForEach(convention => convention(builder));

    public void ApplyFinally(EndpointBuilder builder) => _finally.ForEach(convention => convention(builder));
}
