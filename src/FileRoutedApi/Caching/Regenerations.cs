namespace FileRoutedApi.Caching;

/// <summary>
/// Runs the handlers of cached responses outside of the requests that ask for them: one at a time for each key, a bounded number
/// in all, and none that no client waits for once the application stops.
/// </summary>
internal sealed class Regenerations(TimeProvider time) : IDisposable
{
    /// <summary>How many handlers run at once; more wait for their turn.</summary>
    public const int MostRunning = 1000;

    /// <summary>How many of them run although no client waits for them. Further ones are not started, or cancelled.</summary>
    public const int MostUnattended = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Regeneration> _byKey = new(StringComparer.Ordinal);
    private readonly HashSet<Regeneration> _running = [];
    private readonly SemaphoreSlim _slots = new(MostRunning);
    private int _unattended;
    private bool _isStopping;

    /// <summary>Waits for the regeneration of a key, which is started unless it runs already.</summary>
    /// <returns>What it returned, and whether it was started for this client.</returns>
    /// <exception cref="ApiException">It takes too long. It is not joined any more, and cancelled when no client waits.</exception>
    public async Task<(GeneratedResponse Made, bool IsOwn)> JoinAsync(
        string key, Func<CancellationToken, Task<GeneratedResponse>> regenerate, TimeSpan timeout, CancellationToken client)
    {
        client.ThrowIfCancellationRequested();
        var (regeneration, isOwn) = Join(key, regenerate);
        try
        {
            return (await regeneration.Task.WaitAsync(timeout, time, client), isOwn);
        }
        catch (TimeoutException) when (!regeneration.Task.IsCompleted)
        {
            Expire(regeneration);
            throw ApiException.DeadlineExceeded((int)timeout.TotalSeconds);
        }
        finally
        {
            Leave(regeneration);
        }
    }

    /// <summary>Runs one for a client alone; it is cancelled when the client leaves.</summary>
    public async Task<GeneratedResponse> RunAsync(Func<CancellationToken, Task<GeneratedResponse>> regenerate, TimeSpan timeout, CancellationToken client)
    {
        client.ThrowIfCancellationRequested();
        Regeneration regeneration;
        lock (_lock)
        {
            regeneration = Start(null, regenerate);
            regeneration.Clients = 1;
            regeneration.IsExpired = true;
        }

        try
        {
            return await regeneration.Task.WaitAsync(timeout, time, client);
        }
        catch (TimeoutException) when (!regeneration.Task.IsCompleted)
        {
            throw ApiException.DeadlineExceeded((int)timeout.TotalSeconds);
        }
        finally
        {
            Leave(regeneration);
        }
    }

    /// <summary>Starts the regeneration of a key that no client waits for, unless it runs already or too many do.</summary>
    /// <returns>Null where it was not started.</returns>
    public Task<GeneratedResponse>? TryStart(string key, Func<CancellationToken, Task<GeneratedResponse>> regenerate, TimeSpan timeout)
    {
        Regeneration regeneration;
        lock (_lock)
        {
            if (_isStopping || _unattended >= MostUnattended || _byKey.ContainsKey(key))
            {
                return null;
            }

            regeneration = Start(key, regenerate);
            regeneration.IsUnattended = true;
            _unattended++;
        }

        return WaitAsync();

        async Task<GeneratedResponse> WaitAsync()
        {
            try
            {
                return await regeneration.Task.WaitAsync(timeout, time);
            }
            catch (TimeoutException) when (!regeneration.Task.IsCompleted)
            {
                Expire(regeneration);
                throw;
            }
        }
    }

    /// <summary>Cancels what no client waits for, now and from now on.</summary>
    public void StopUnattended()
    {
        lock (_lock)
        {
            _isStopping = true;
            foreach (var regeneration in _running.Where(running => running.Clients == 0).ToList())
            {
                Cancel(regeneration);
            }
        }
    }

    /// <summary>Cancels everything. It does not wait: a handler may ignore that it is cancelled.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isStopping = true;
            foreach (var regeneration in _running.ToList())
            {
                Cancel(regeneration);
            }
        }
    }

    private (Regeneration Regeneration, bool IsOwn) Join(string key, Func<CancellationToken, Task<GeneratedResponse>> regenerate)
    {
        lock (_lock)
        {
            var isOwn = !_byKey.TryGetValue(key, out var regeneration);
            regeneration ??= Start(key, regenerate);
            regeneration.Clients++;
            Attend(regeneration);
            return (regeneration, isOwn);
        }
    }

    private void Leave(Regeneration regeneration)
    {
        lock (_lock)
        {
            if (--regeneration.Clients > 0 || !_running.Contains(regeneration))
            {
                return;
            }

            if (_isStopping || regeneration.IsExpired || _unattended >= MostUnattended)
            {
                Cancel(regeneration);
            }
            else
            {
                regeneration.IsUnattended = true;
                _unattended++;
            }
        }
    }

    /// <summary>Takes a regeneration away from clients that come later: they must not wait for one that may never end.</summary>
    private void Expire(Regeneration regeneration)
    {
        lock (_lock)
        {
            regeneration.IsExpired = true;
            Remove(regeneration);
            if (regeneration.Clients == 0)
            {
                Cancel(regeneration);
            }
        }
    }

    private void Attend(Regeneration regeneration)
    {
        if (regeneration.IsUnattended)
        {
            regeneration.IsUnattended = false;
            _unattended--;
        }
    }

    private void Cancel(Regeneration regeneration)
    {
        Remove(regeneration);
        Attend(regeneration);

        // Not here: the handler goes on inside of what cancels its token.
        _ = regeneration.Abort.CancelAsync();
    }

    private void Remove(Regeneration regeneration)
    {
        if (regeneration.Key is { } key && _byKey.GetValueOrDefault(key) == regeneration)
        {
            _byKey.Remove(key);
        }
    }

    private Regeneration Start(string? key, Func<CancellationToken, Task<GeneratedResponse>> regenerate)
    {
        var regeneration = new Regeneration(key);
        _running.Add(regeneration);
        if (key is not null)
        {
            _byKey.Add(key, regeneration);
        }

        // What flows with the request, such as its user, must not become part of a response that other clients get.
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
        {
            regeneration.Task = Task.Run(() => RunAsync(regeneration, regenerate));
        }

        return regeneration;
    }

    private async Task<GeneratedResponse> RunAsync(Regeneration regeneration, Func<CancellationToken, Task<GeneratedResponse>> regenerate)
    {
        try
        {
            await _slots.WaitAsync(regeneration.Abort.Token);
            try
            {
                return await regenerate(regeneration.Abort.Token);
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            lock (_lock)
            {
                _running.Remove(regeneration);
                Remove(regeneration);
                Attend(regeneration);
            }
        }
    }

    private sealed class Regeneration(string? key)
    {
        public string? Key { get; } = key;

        public CancellationTokenSource Abort { get; } = new();

        public Task<GeneratedResponse> Task { get; set; } = null!;

        /// <summary>How many clients wait for it.</summary>
        public int Clients { get; set; }

        /// <summary>Whether it is one of those that no client waits for.</summary>
        public bool IsUnattended { get; set; }

        /// <summary>Whether it is of no use once its clients have left.</summary>
        public bool IsExpired { get; set; }
    }
}
