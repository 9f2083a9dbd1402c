using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Pages;
using FileRoutedApi.Settings;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// The endpoints of all route files, and the folders and layouts above them. All are in one immutable object, which is swapped atomically.
/// </summary>
internal sealed class FileRouteDataSource(FileRoutesSettings settings) : EndpointDataSource, IPublishedFolders, IPageFiles
{
    private readonly Lock _publishing = new();
    private readonly EndpointSlots? _slots = settings.IsLive ? new() : null;
    private bool _isGrouped;
    private Publication _published = Publication.Empty;
    private Change _routing = Change.Expect();
    private Change _description = Change.Expect();

    /// <summary>Gets whether the endpoints may change while the application runs.</summary>
    public bool IsLive => settings.IsLive;

    /// <summary>Gets the conventions that the application adds to every endpoint.</summary>
    public FileRouteConventions Conventions { get; } = new();

    public override IReadOnlyList<Endpoint> Endpoints => Published.Endpoints;

    /// <summary>Gets the files that the endpoints belong to.</summary>
    public RouteSet Routes => Published.Routes;

    /// <summary>Gets the code that the endpoints call.</summary>
    public RouteGeneration Generation => Published.Routes.Generation;

    /// <summary>Gets the validators of that code.</summary>
    public RouteValidators Validators => Published.Routes.Validators;

    /// <summary>Gets every middleware that an endpoint depends on.</summary>
    public EndpointNeeds Needs => Published.Needs;

    public FolderMiddlewareSet Current => Published.Folders;

    private Publication Published => Volatile.Read(ref _published);

    // Only an endpoint in a slot sets the feature. Outside development there is only one publication.
    public FolderMiddlewareSet Of(HttpContext context) => PublicationOf(context).Folders;

    PageFiles IPageFiles.Of(HttpContext context) => PublicationOf(context).Pages;

    private Publication PublicationOf(HttpContext context) =>
        IsLive && context.Features.Get<Publication>() is { } published ? published : Published;

    public override IChangeToken GetChangeToken() => Volatile.Read(ref _routing).Token;

    /// <summary>Returns a token for descriptions of the endpoints, which change more often than the routes.</summary>
    public IChangeToken GetDescriptionToken() => Volatile.Read(ref _description).Token;

    /// <summary>Returns the endpoints inside a group. They are bound again, so that the filters of the group apply.</summary>
    public override IReadOnlyList<Endpoint> GetGroupedEndpoints(RouteGroupContext context)
    {
        // The endpoints of a group are not in slots, so routing has to ask for them again after every change.
        _isGrouped = true;
        return Published.Grouped(context);
    }

    /// <summary>Swaps the publication. Requests in flight complete with the endpoints and folders that they started with.</summary>
    /// <param name="grouped">Creates the endpoints inside a group.</param>
    public void Publish(
        RouteSet routes,
        FolderMiddlewareSet folders,
        PageFiles pages,
        IReadOnlyList<Endpoint> endpoints,
        Func<RouteGroupContext, IReadOnlyList<Endpoint>> grouped)
    {
        lock (_publishing)
        {
            var (shown, needs) = _slots?.Put(endpoints) ?? (endpoints, NeedsOf(endpoints));
            var published = new Publication(shown ?? _published.Endpoints, folders, pages, grouped, routes, needs);

            // 1. Fill the slots, so that a request gets an endpoint and folders of the same publication.
            _slots?.Fill(endpoints, published);

            // 2. Swap the publication. 3. Replace the change tokens: a callback reads the endpoints and gets the next token while it runs,
            // and with the old token it would call itself until the stack overflows. 4. Run the callbacks.
            Volatile.Write(ref _published, published);
            var routing = shown is null && !_isGrouped ? null : Interlocked.Exchange(ref _routing, Change.Expect());
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

/// <summary>A published set: the endpoints of the route files and the folders that apply to them.</summary>
/// <param name="Endpoints">The endpoints that routing knows.</param>
/// <param name="Grouped">Creates the endpoints inside a group.</param>
/// <param name="Routes">The files that the endpoints belong to.</param>
/// <param name="Needs">Every middleware that an endpoint depends on.</param>
internal sealed record Publication(
    IReadOnlyList<Endpoint> Endpoints,
    FolderMiddlewareSet Folders,
    PageFiles Pages,
    Func<RouteGroupContext, IReadOnlyList<Endpoint>> Grouped,
    RouteSet Routes,
    EndpointNeeds Needs)
{
    public static Publication Empty { get; } =
        new([], FolderMiddlewareSet.Empty, PageFiles.Empty, _ => [], RouteSet.Empty, EndpointNeeds.None);
}
