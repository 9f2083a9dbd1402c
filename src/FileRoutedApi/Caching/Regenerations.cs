namespace FileRoutedApi.Caching;

/// <summary>
/// Runs the handlers of cached responses outside the requests that trigger them: one at a time for each key, and a limited number in total.
/// When the application stops, those that no client waits for are cancelled.
/// </summary>
internal sealed class Regenerations(TimeProvider time) : IDisposable
{
    /// <summary>The maximum number of handlers that run at the same time. Others wait.</summary>
    public const int MaxRunning = 1000;

    /// <summary>The maximum number of regenerations that no client waits for. Further ones are not started, or are cancelled.</summary>
    public const int MaxUnattended = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Regeneration> _byKey = new(StringComparer.Ordinal);
    private readonly HashSet<Regeneration> _running = [];
    private readonly SemaphoreSlim _slots = new(MaxRunning);
    private int _unattended;
    private bool _isStopping;

    /// <summary>Waits for the regeneration of a key, and starts it unless it is running.</summary>
    /// <returns>The result, and whether this client started the regeneration.</returns>
    /// <exception cref="ApiException">
    /// The timeout is over. Later clients start another regeneration, and this one is cancelled when its last client leaves.
    /// </exception>
    public async Task<(GeneratedResponse Result, bool IsOwn)> JoinAsync(
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

    /// <summary>Runs a regeneration that other clients do not join. It is cancelled when the client leaves.</summary>
    public async Task<GeneratedResponse> RunAsync(
        Func<CancellationToken, Task<GeneratedResponse>> regenerate, TimeSpan timeout, CancellationToken client)
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

    /// <summary>Starts a regeneration that no client waits for, unless the key is being regenerated or too many are running.</summary>
    /// <returns>Null if it was not started.</returns>
    public Task<GeneratedResponse>? TryStart(string key, Func<CancellationToken, Task<GeneratedResponse>> regenerate, TimeSpan timeout)
    {
        Regeneration regeneration;
        lock (_lock)
        {
            if (_isStopping || _unattended >= MaxUnattended || _byKey.ContainsKey(key))
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

    /// <summary>Cancels every regeneration that no client waits for, including those whose clients leave later.</summary>
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

    /// <summary>Cancels all regenerations. Does not wait for them, because a handler may ignore its token.</summary>
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

            if (_isStopping || regeneration.IsExpired || _unattended >= MaxUnattended)
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

    /// <summary>Prevents later clients from joining a regeneration, because it may never complete.</summary>
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

        // Asynchronously, because Cancel would run the continuations of the handler under the lock.
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

        // The execution context of the request carries its user, which must not influence a response that other clients get.
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

        /// <summary>Gets or sets the number of clients that wait for it.</summary>
        public int Clients { get; set; }

        /// <summary>Gets or sets whether it counts towards <see cref="MaxUnattended"/>.</summary>
        public bool IsUnattended { get; set; }

        /// <summary>Gets or sets whether it is cancelled as soon as its last client leaves.</summary>
        public bool IsExpired { get; set; }
    }
}
