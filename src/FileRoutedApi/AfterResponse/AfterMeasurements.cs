using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FileRoutedApi.AfterResponse;

/// <summary>The metrics and traces of work after the response.</summary>
internal sealed class AfterMeasurements
{
    /// <summary>The name of the meter and of the source of traces.</summary>
    public const string Name = "FileRoutedApi";

    private static readonly ActivitySource _source = new(Name);

    private readonly Histogram<double>? _duration;

    /// <param name="meters">Null if the application has no metrics.</param>
    public AfterMeasurements(IMeterFactory? meters) => _duration = meters?.Create(Name).CreateHistogram<double>(
        "fileroutes.after.duration", "s", "Duration of work after the response.");

    public const string FileTag = "fileroutes.file";
    public const string ErrorTag = "error.type";

    /// <summary>Starts a trace of its own, with a link to the request; null if nothing listens.</summary>
    public static Activity? Start(AfterWork work, string? file) => _source.StartActivity(
        $"after {file ?? work.Method.Name}",
        ActivityKind.Internal,
        parentContext: default,
        tags: file is null ? null : [new(FileTag, file)],
        links: work.Request == default ? null : [new ActivityLink(work.Request)]);

    /// <summary>Marks a trace as failed, unless there is no error.</summary>
    public static void SetError(Activity? activity, string? error)
    {
        if (error is not null)
        {
            activity?.SetTag(ErrorTag, error).SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <param name="error">The type of the exception, or another short word for what went wrong; null if nothing did.</param>
    public void Record(TimeSpan duration, string? file, string? error)
    {
        var tags = new TagList();
        if (file is not null)
        {
            tags.Add(FileTag, file);
        }

        if (error is not null)
        {
            tags.Add(ErrorTag, error);
        }

        _duration?.Record(duration.TotalSeconds, tags);
    }
}
