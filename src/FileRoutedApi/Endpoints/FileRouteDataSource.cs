using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Endpoints;

/// <summary>The endpoints of all route files, as one immutable set that is swapped as a whole.</summary>
internal sealed class FileRouteDataSource : EndpointDataSource
{
    private readonly Lock _publishing = new();
    private Published _published = Published.Create([]);

    /// <summary>Whether <c>MapFileRoutes</c> was called, so that there is anything to load for.</summary>
    public bool IsMapped { get; set; }

    /// <summary>What the application adds to every endpoint.</summary>
    public FileRouteConventions Conventions { get; } = new();

    public override IReadOnlyList<Endpoint> Endpoints => Volatile.Read(ref _published).Endpoints;

    public override IChangeToken GetChangeToken() => Volatile.Read(ref _published).Token;

    /// <summary>Makes the endpoints the ones that answer. Requests in flight end on those they began with.</summary>
    public void Publish(IReadOnlyList<Endpoint> endpoints)
    {
        lock (_publishing)
        {
            // Whoever is told of the change asks for the next token at once, so the new set has to stand by then.
            var old = Interlocked.Exchange(ref _published, Published.Create(endpoints));
            old.Source.Cancel();
        }
    }

    private sealed record Published(IReadOnlyList<Endpoint> Endpoints, CancellationTokenSource Source, IChangeToken Token)
    {
        public static Published Create(IReadOnlyList<Endpoint> endpoints)
        {
            var source = new CancellationTokenSource();
            return new Published(endpoints, source, new CancellationChangeToken(source.Token));
        }
    }
}
