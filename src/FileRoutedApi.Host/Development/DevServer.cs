using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// What listens while you develop. The application behind it may be replaced by another, and its code by newer code,
/// without a request being refused: each ends on what it began with.
/// </summary>
internal sealed class DevServer : IHttpApplication<IFeatureCollection>
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _swapping = new();
    private Serving? _current;
    private Task _drained = Task.CompletedTask;
    private IReadOnlyList<RouteDiagnostic> _failure = [];

    /// <summary>The application that answers; null where none has started yet.</summary>
    public RunningApplication? Application => Volatile.Read(ref _current)?.Application;

    /// <summary>Lets requests in that waited for the first application. There may be none: then they are told why.</summary>
    public void Fail(IReadOnlyList<RouteDiagnostic> diagnostics)
    {
        Volatile.Write(ref _failure, diagnostics);
        _first.TrySetResult();
    }

    /// <summary>Makes an application, or newer code of the same one, answer what comes from now on.</summary>
    /// <returns>A task that ends when every request that began before has ended.</returns>
    public Task Put(RunningApplication application)
    {
        lock (_swapping)
        {
            var old = Interlocked.Exchange(ref _current, new Serving(application, new RequestGate()));
            _first.TrySetResult();

            // A request may have begun long before the last swap.
            return _drained = old is null ? _drained : Task.WhenAll(_drained, old.Gate.CloseAsync());
        }
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        await _first.Task;
        if (Enter() is not { } serving)
        {
            await AnswerFailureAsync(context);
            return;
        }

        try
        {
            await serving.Application.Live.WaitForAsync(context.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
            await serving.Application.ProcessAsync(context);
        }
        finally
        {
            serving.Gate.Leave();
        }
    }

    private Serving? Enter()
    {
        while (Volatile.Read(ref _current) is { } serving)
        {
            if (serving.Gate.TryEnter())
            {
                return serving;
            }
        }

        return null;
    }

    private async Task AnswerFailureAsync(IFeatureCollection request)
    {
        var context = new DefaultHttpContext(request);
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        await context.Response.WriteAsync(string.Join('\n', Volatile.Read(ref _failure)));
        await context.Response.CompleteAsync();
    }

    private sealed record Serving(RunningApplication Application, RequestGate Gate);
}
