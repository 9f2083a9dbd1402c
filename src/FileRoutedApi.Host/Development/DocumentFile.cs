using System.Text.Json;
using System.Threading.Channels;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Host.OpenApi;
using FileRoutedApi.Host.Settings;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// Keeps the file of <c>FileRoutes:OpenApi:File</c> equal to the OpenAPI document of the running application. Requests and reloads do not
/// wait for it.
/// </summary>
/// <param name="root">The served folder.</param>
internal sealed class DocumentFile(string root, DevServer server, DevStatus status, DevTerminal terminal) : IAsyncDisposable
{
    private static readonly BoundedChannelOptions _latest = new(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true };

    private readonly Channel<bool> _updates = Channel.CreateBounded<bool>(_latest);
    private readonly CancellationTokenSource _stopping = new();
    private Task _following = Task.CompletedTask;
    private string? _reported;

    /// <summary>Starts to follow the calls of <see cref="Update"/>.</summary>
    public void Start() => _following = Task.Run(FollowAsync);

    /// <summary>Brings the file up to date, soon. Call it after the routes of the application have changed.</summary>
    public void Update() => _updates.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        _updates.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _following;
        _stopping.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            await foreach (var _ in _updates.Reader.ReadAllAsync(_stopping.Token))
            {
                await UpdateAsync();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The development server stops.
        }
    }

    private async Task UpdateAsync()
    {
        if (server.Application is not { } application
            || application.Services.GetRequiredService<HostSettings>().OpenApi.File is not { Length: > 0 } file)
        {
            return;
        }

        var path = Path.GetFullPath(file, root);
        try
        {
            if (await GenerateAsync(application) is not { } document)
            {
                return;
            }

            if (Replace(path, document))
            {
                terminal.Wrote(path);
            }

            _reported = null;
        }
        catch (Exception exception)
        {
            // The services of an application that was replaced meanwhile are disposed. The update of the next application follows.
            if (server.Application == application)
            {
                Report(path, exception.Message);
            }
        }
    }

    /// <returns>Null if the document would not be that of a complete folder without errors.</returns>
    private async Task<byte[]?> GenerateAsync(RunningApplication application)
    {
        var state = application.Live.State;
        if (!IsComplete())
        {
            return null;
        }

        var document = await ApiDocument.WriteAsync(application.Services);

        // If the routes have changed meanwhile, another update follows.
        return IsComplete() && ReferenceEquals(state, application.Live.State) ? document : null;

        bool IsComplete() =>
            application.Live.FirstLoad.IsCompletedSuccessfully
            && !status.HasFailure
            && state.Broken.Count == 0
            && !state.Diagnostics.Any(diagnostic => diagnostic.IsError);
    }

    /// <summary>Writes the document under another name first, so that no reader sees half of it.</summary>
    /// <returns>False if the file has this content already.</returns>
    public static bool Replace(string path, byte[] document)
    {
        // Otherwise the move would replace a link by a file.
        var named = new FileInfo(path);
        var file = named.LinkTarget is null ? path : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (File.Exists(file))
        {
            var current = File.ReadAllBytes(file);
            if (current.AsSpan().SequenceEqual(document))
            {
                return false;
            }

            if (!IsDocument(current))
            {
                throw new IOException("the file exists, and is not an OpenAPI document");
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = $"{file}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes(temporary, document);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        return true;
    }

    // A misspelled name must not cost a source file.
    private static bool IsDocument(byte[] content)
    {
        if (content.Length == 0)
        {
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("openapi", out var version)
                && version.ValueKind == JsonValueKind.String;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reports a failure, unless it was reported before and the file has not been written since.</summary>
    private void Report(string path, string reason)
    {
        if (_reported != reason)
        {
            _reported = reason;
            terminal.Warning(RouteDiagnostics.DocumentNotWritten(path, reason));
        }
    }
}
