using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Settings;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Endpoints;

/// <summary>The endpoints of all route files and the folders above them. Both are one immutable object, which is swapped as a whole.</summary>
internal sealed class FileRouteDataSource(FileRoutesSettings settings) : EndpointDataSource, IPublishedFolders
{
    private readonly Lock _publishing = new();
    private readonly EndpointSlots? _slots = settings.IsLive ? new() : null;
    private Publication _published = Publication.Empty;
    private Change _routing = Change.Expect();
    private Change _description = Change.Expect();

    /// <summary>Gets whether the endpoints may change while the application runs.</summary>
    public bool IsLive => settings.IsLive;

    /// <summary>Gets what the application adds to every endpoint.</summary>
    public FileRouteConventions Conventions { get; } = new();

    public override IReadOnlyList<Endpoint> Endpoints => Published.Endpoints;

    /// <summary>Gets the code that the endpoints call.</summary>
    public RouteGeneration Generation => Published.Generation;

    /// <summary>Gets the validators of that code.</summary>
    public RouteValidators Validators => Published.Validators;

    /// <summary>Gets every middleware that an endpoint depends on.</summary>
    public EndpointNeeds Needs => Published.Needs;

    public FolderMiddlewareSet Current => Published.Folders;

    private Publication Published => Volatile.Read(ref _published);

    // Only a replaceable endpoint sets the feature, and outside of development there is one publication only.
    public FolderMiddlewareSet Of(HttpContext context) =>
        IsLive && context.Features.Get<Publication>() is { } published ? published.Folders : Current;

    public override IChangeToken GetChangeToken() => Volatile.Read(ref _routing).Token;

    /// <summary>Returns a token for descriptions of the endpoints, which change more often than the routes.</summary>
    public IChangeToken GetDescriptionToken() => Volatile.Read(ref _description).Token;

    /// <summary>Returns the endpoints inside a group. They are bound again, so that the filters of the group apply.</summary>
    public override IReadOnlyList<Endpoint> GetGroupedEndpoints(RouteGroupContext context) => Published.Grouped(context);

    /// <summary>Swaps what is published. Requests in flight end on the endpoints and the folders that they began with.</summary>
    /// <param name="grouped">Creates the endpoints inside a group.</param>
    public void Publish(
        RouteSet routes, FolderMiddlewareSet folders, IReadOnlyList<Endpoint> endpoints, Func<RouteGroupContext, IReadOnlyList<Endpoint>> grouped)
    {
        lock (_publishing)
        {
            var (shown, needs) = _slots?.Put(endpoints) ?? (endpoints, NeedsOf(endpoints));
            var published = new Publication(shown ?? _published.Endpoints, folders, grouped, routes.Generation, routes.Validators, needs);

            // 1. The slots, so that a request that has found one gets an endpoint and the folders of one publication.
            _slots?.Fill(endpoints, published);

            // 2. The publication. 3. The next tokens: a callback reads the endpoints and asks for the next token while it is called, and
            // with the old token it would call itself until the stack overflows. 4. The callbacks.
            Volatile.Write(ref _published, published);
            var routing = shown is null ? null : Interlocked.Exchange(ref _routing, Change.Expect());
            var description = Interlocked.Exchange(ref _description, Change.Expect());
            routing?.Notify();
            description.Notify();
        }
    }

    private static EndpointNeeds NeedsOf(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Aggregate(EndpointNeeds.None, (all, endpoint) => all | endpoint.Metadata.Needs());

    private sealed record Change(CancellationTokenSource Source, IChangeToken Token)
    {
        public static Change Expect()
        {
            var source = new CancellationTokenSource();
            return new Change(source, new CancellationChangeToken(source.Token));
        }

        public void Notify() => Source.Cancel();
    }
}

/// <summary>What is published at one time: the endpoints of the route files and the folders that apply to them.</summary>
/// <param name="Endpoints">The endpoints that routing knows.</param>
/// <param name="Grouped">Creates the endpoints inside a group.</param>
/// <param name="Needs">Every middleware that an endpoint depends on.</param>
internal sealed record Publication(
    IReadOnlyList<Endpoint> Endpoints,
    FolderMiddlewareSet Folders,
    Func<RouteGroupContext, IReadOnlyList<Endpoint>> Grouped,
    RouteGeneration Generation,
    RouteValidators Validators,
    EndpointNeeds Needs)
{
    public static Publication Empty { get; } =
        new([], FolderMiddlewareSet.Empty, _ => [], RouteGeneration.Empty, RouteValidators.None, EndpointNeeds.None);
}
