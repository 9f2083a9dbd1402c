using FileRoutedApi.Modules;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Endpoints;

/// <summary>The endpoints of all route files, as one immutable set that is swapped as a whole.</summary>
internal sealed class FileRouteDataSource : EndpointDataSource
{
    private readonly Lock _publishing = new();
    private Published _published = Published.Create([], _ => [], RouteGeneration.Empty, RouteValidators.None);

    /// <summary>Whether <c>MapFileRoutes</c> was called, so that there is anything to load for.</summary>
    public bool IsMapped { get; set; }

    /// <summary>What the application adds to every endpoint.</summary>
    public FileRouteConventions Conventions { get; } = new();

    public override IReadOnlyList<Endpoint> Endpoints => Volatile.Read(ref _published).Endpoints;

    public override IChangeToken GetChangeToken() => Volatile.Read(ref _published).Token;

    /// <summary>The code that the endpoints call.</summary>
    public RouteGeneration Generation => Volatile.Read(ref _published).Generation;

    /// <summary>Its validators.</summary>
    public RouteValidators Validators => Volatile.Read(ref _published).Validators;

    /// <summary>The endpoints inside a group, bound anew, so that its filters apply.</summary>
    public override IReadOnlyList<Endpoint> GetGroupedEndpoints(RouteGroupContext context) => Volatile.Read(ref _published).Grouped(context);

    /// <summary>Makes the endpoints the ones that answer. Requests in flight end on those they began with.</summary>
    public void Publish(
        IReadOnlyList<Endpoint> endpoints, Func<RouteGroupContext, IReadOnlyList<Endpoint>> grouped, RouteGeneration generation, RouteValidators validators)
    {
        lock (_publishing)
        {
            // Whoever is told of the change asks for the next token at once, so the new set has to stand by then.
            var old = Interlocked.Exchange(ref _published, Published.Create(endpoints, grouped, generation, validators));
            old.Replaced.Cancel();
        }
    }

    private sealed record Published(
        IReadOnlyList<Endpoint> Endpoints,
        Func<RouteGroupContext, IReadOnlyList<Endpoint>> Grouped,
        RouteGeneration Generation,
        RouteValidators Validators,
        CancellationTokenSource Replaced,
        IChangeToken Token)
    {
        public static Published Create(
            IReadOnlyList<Endpoint> endpoints, Func<RouteGroupContext, IReadOnlyList<Endpoint>> grouped, RouteGeneration generation, RouteValidators validators)
        {
            var replaced = new CancellationTokenSource();
            return new Published(endpoints, grouped, generation, validators, replaced, new CancellationChangeToken(replaced.Token));
        }
    }
}
