using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Settings;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Endpoints;

/// <summary>The endpoints of all route files, as one immutable set that is swapped as a whole.</summary>
internal sealed class FileRouteDataSource(FileRoutesSettings settings) : EndpointDataSource
{
    private readonly Lock _publishing = new();
    private readonly EndpointSlots? _slots = settings.IsLive ? new() : null;
    private Published _published = new([], _ => [], RouteGeneration.Empty, RouteValidators.None, EndpointNeeds.None);
    private Change _routing = Change.Expect();
    private Change _description = Change.Expect();

    /// <summary>Whether <c>MapFileRoutes</c> was called, so that there is anything to load for.</summary>
    public bool IsMapped { get; set; }

    /// <summary>Whether <c>UseFileRoutes</c> was called, so that folders have their place in the pipeline.</summary>
    public bool HasPipeline { get; set; }

    /// <summary>True if <c>UseFileRoutes</c> has called the <c>App</c> function of the start-up file.</summary>
    public bool HasAppRun { get; set; }

    /// <summary>Whether the routes are mapped in a group, whose prefix folders and kept answers know nothing of.</summary>
    public bool IsGrouped { get; set; }

    /// <summary>Whether the endpoints may change while the application runs.</summary>
    public bool IsLive => settings.IsLive;

    /// <summary>What the application adds to every endpoint.</summary>
    public FileRouteConventions Conventions { get; } = new();

    public override IReadOnlyList<Endpoint> Endpoints => Volatile.Read(ref _published).Endpoints;

    public override IChangeToken GetChangeToken() => Volatile.Read(ref _routing).Token;

    /// <summary>A token for those who describe the endpoints; routing is not told of every change.</summary>
    public IChangeToken GetDescriptionToken() => Volatile.Read(ref _description).Token;

    /// <summary>The code that the endpoints call.</summary>
    public RouteGeneration Generation => Volatile.Read(ref _published).Generation;

    /// <summary>Its validators.</summary>
    public RouteValidators Validators => Volatile.Read(ref _published).Validators;

    /// <summary>What any of the endpoints needs.</summary>
    public EndpointNeeds Needs => Volatile.Read(ref _published).Needs;

    /// <summary>The endpoints inside a group, bound anew, so that its filters apply.</summary>
    public override IReadOnlyList<Endpoint> GetGroupedEndpoints(RouteGroupContext context) => Volatile.Read(ref _published).Grouped(context);

    /// <summary>Makes the endpoints the ones that answer. Requests in flight end on those they began with.</summary>
    public void Publish(
        IReadOnlyList<Endpoint> endpoints, Func<RouteGroupContext, IReadOnlyList<Endpoint>> grouped, RouteGeneration generation, RouteValidators validators)
    {
        lock (_publishing)
        {
            var needs = EndpointNeeds.None;
            var shown = _slots is null ? endpoints : _slots.Put(endpoints, out needs);
            needs = _slots is null ? endpoints.Aggregate(needs, (all, endpoint) => all | endpoint.Metadata.Needs()) : needs;
            Volatile.Write(ref _published, new Published(shown ?? _published.Endpoints, grouped, generation, validators, needs));

            // Whoever is told of the change asks for the next token at once, so the new set has to stand by then.
            var routing = shown is null ? null : Interlocked.Exchange(ref _routing, Change.Expect());
            var description = Interlocked.Exchange(ref _description, Change.Expect());
            routing?.Happen();
            description.Happen();
        }
    }

    private sealed record Published(
        IReadOnlyList<Endpoint> Endpoints,
        Func<RouteGroupContext, IReadOnlyList<Endpoint>> Grouped,
        RouteGeneration Generation,
        RouteValidators Validators,
        EndpointNeeds Needs);

    private sealed record Change(CancellationTokenSource Source, IChangeToken Token)
    {
        public static Change Expect()
        {
            var source = new CancellationTokenSource();
            return new Change(source, new CancellationChangeToken(source.Token));
        }

        public void Happen() => Source.Cancel();
    }
}
