using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;

namespace FileRoutedApi;

/// <content>The progress of the response, and the checks that reject a second response.</content>
public sealed partial class ApiResponse
{
    private Progress _progress;
    private int _status;

    private enum Progress
    {
        /// <summary>Nothing was written.</summary>
        Open,

        /// <summary>The response was started with <see cref="Write"/> or a flush.</summary>
        Writing,

        /// <summary>The response is complete, but may not have been sent.</summary>
        Complete,

        /// <summary>The handler has returned.</summary>
        Closed,
    }

    /// <summary>Gets a value indicating whether the response is complete, so that nothing more can be sent.</summary>
    public bool IsComplete => _progress >= Progress.Complete;

    /// <summary>Gets a value indicating whether the headers have been sent. After that an error can only abort the response.</summary>
    internal bool HasStarted => _context.Response.HasStarted;

    /// <summary>Gets a value indicating whether nothing was written or sent through this class.</summary>
    internal bool IsOpen => _progress == Progress.Open;

    /// <summary>
    /// Gets a value indicating whether the output is appended to an earlier response, because it began with <see cref="Write"/> or a flush.
    /// Otherwise the output replaces the earlier response.
    /// </summary>
    internal bool IsAppending { get; private set; }

    // The exchange must come before every use of the context. A task that outlives its handler can get here when the context already
    // belongs to another request.
    private void MoveTo(Progress next)
    {
        var current = _progress;
        if (current >= Progress.Complete || Interlocked.CompareExchange(ref _progress, next, current) != current)
        {
            throw SecondResponse();
        }

        if (next == Progress.Complete && !IsAppending && !HasStarted)
        {
            Replaced?.RemoveFrom(_context.Response);
        }

        _status = next == Progress.Complete ? _context.Response.StatusCode : 0;
    }

    private void EnsureOpen()
    {
        if (_progress != Progress.Open)
        {
            throw SecondResponse();
        }
    }

    private void EnsureIncomplete()
    {
        if (_progress >= Progress.Complete)
        {
            throw SecondResponse();
        }
    }

    /// <summary>Returns the exception for an attempt to send a second response.</summary>
    internal InvalidOperationException SecondResponse() => new(_progress switch
    {
        Progress.Closed => UsageTexts.ResponseComplete,
        Progress.Writing => UsageTexts.ResponseWriting,
        _ => UsageTexts.ResponseSent,
    });

    private bool StatusAllowsBody() => ResponseBody.IsAllowed(_context.Response.StatusCode);

    private bool MayHaveBody() => StatusAllowsBody() && !RequestMethod.IsHead(_context);
}
