using System.Diagnostics;
using System.Diagnostics.Metrics;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Jobs;

/// <summary>The metrics and traces of jobs.</summary>
/// <param name="meters">Null if the application has no metrics.</param>
internal sealed class JobMeasurements(IMeterFactory? meters)
{
    private const string NameTag = "fileroutes.job.name";
    private const string AttemptTag = "fileroutes.job.attempt";

    private static readonly ActivitySource _source = new(TelemetryNames.Source);

    private readonly Histogram<double>? _duration = meters?.Create(TelemetryNames.Source)
        .CreateHistogram<double>("fileroutes.job.duration", "s", "Duration of the runs of jobs.");

    /// <summary>Starts a trace of its own; null if nothing listens.</summary>
    public static Activity? Start(BoundJob job, JobContext context) => _source.StartActivity(
        $"job {job.Name}",
        ActivityKind.Consumer,
        parentContext: default,
        tags: [new(NameTag, job.Name), new(TelemetryNames.FileTag, job.File.Path), new(AttemptTag, context.Attempt)]);

    /// <param name="error">The type of the exception, or another short word for what went wrong; null if nothing did.</param>
    public void Record(Activity? activity, TimeSpan duration, BoundJob job, string? error)
    {
        var tags = new TagList { { NameTag, job.Name } };
        if (error is not null)
        {
            tags.Add(TelemetryNames.ErrorTag, error);
            activity?.SetTag(TelemetryNames.ErrorTag, error).SetStatus(ActivityStatusCode.Error);
        }

        _duration?.Record(duration.TotalSeconds, tags);
    }
}
