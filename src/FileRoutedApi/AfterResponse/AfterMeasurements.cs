using System.Diagnostics;
using System.Diagnostics.Metrics;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.AfterResponse;

/// <summary>The metrics and traces of work after the response.</summary>
internal sealed class AfterMeasurements
{
    private static readonly ActivitySource _source = new(TelemetryNames.Source);

    private readonly Histogram<double>? _duration;

    /// <param name="meters">Null if the application has no metrics.</param>
    public AfterMeasurements(IMeterFactory? meters) => _duration = meters?.Create(TelemetryNames.Source).CreateHistogram<double>(
        "fileroutes.after.duration", "s", "Duration of work after the response.");

    /// <summary>Starts a trace of its own, with a link to the request; null if nothing listens.</summary>
    public static Activity? Start(AfterWork work, string? file) => _source.StartActivity(
        $"after {file ?? work.Method.Name}",
        ActivityKind.Internal,
        parentContext: default,
        tags: file is null ? null : [new(TelemetryNames.FileTag, file)],
        links: work.Request == default ? null : [new ActivityLink(work.Request)]);

    /// <summary>Marks a trace as failed, unless there is no error.</summary>
    public static void SetError(Activity? activity, string? error)
    {
        if (error is not null)
        {
            activity?.SetTag(TelemetryNames.ErrorTag, error).SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <param name="error">The type of the exception, or another short word for what went wrong; null if nothing did.</param>
    public void Record(TimeSpan duration, string? file, string? error)
    {
        var tags = new TagList();
        if (file is not null)
        {
            tags.Add(TelemetryNames.FileTag, file);
        }

        if (error is not null)
        {
            tags.Add(TelemetryNames.ErrorTag, error);
        }

        _duration?.Record(duration.TotalSeconds, tags);
    }
}
