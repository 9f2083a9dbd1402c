using FileRoutedApi.Modules;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Jobs;

/// <summary>A job whose function can be called.</summary>
/// <param name="Name">The path below <c>jobs/</c> without the extension.</param>
internal sealed record BoundJob(string Name, RouteModule Module, JobFunction Function)
{
    public RouteFile File => Module.File;

    public JobConfig Config => Module.JobConfig;
}
