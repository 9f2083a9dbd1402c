using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FileRoutedApi.Host.Logging;

/// <summary>The ids of a trace and a span (W3C Trace Context), as numbers, so that the line of a request needs no strings.</summary>
/// <param name="High">The first half of the id of the trace.</param>
/// <param name="Low">The second half.</param>
/// <param name="Span">The id of the span.</param>
internal readonly record struct TraceIds(ulong High, ulong Low, ulong Span)
{
    /// <summary>Gets whether there are no ids. W3C does not allow ids of zeros.</summary>
    public bool IsEmpty => (High | Low) == 0;

    public ActivityTraceId TraceId => IsEmpty ? default : ActivityTraceId.CreateFromString($"{High:x16}{Low:x16}");

    public ActivitySpanId SpanId => IsEmpty ? default : ActivitySpanId.CreateFromString($"{Span:x16}");

    /// <summary>Returns the ids of an activity; empty if it has none of W3C.</summary>
    public static TraceIds Of(Activity? activity)
    {
        if (activity is not { IdFormat: ActivityIdFormat.W3C })
        {
            return default;
        }

        var trace = activity.TraceId.ToHexString();
        return new TraceIds(Parse(trace.AsSpan(0, 16)), Parse(trace.AsSpan(16)), Parse(activity.SpanId.ToHexString()));
    }

    /// <summary>Creates the ids of a request that begins a trace.</summary>
    public static TraceIds CreateRandom()
    {
        Span<ulong> numbers = stackalloc ulong[3];
        Random.Shared.NextBytes(MemoryMarshal.AsBytes(numbers));
        return new TraceIds(numbers[0] | 1, numbers[1], numbers[2] | 1);
    }

    private static ulong Parse(ReadOnlySpan<char> text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
