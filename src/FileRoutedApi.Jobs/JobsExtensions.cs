using FileRoutedApi.AfterResponse;
using FileRoutedApi.Hosting;
using FileRoutedApi.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi;

/// <summary>Runs the files in <c>jobs/</c>.</summary>
public static class JobsExtensions
{
    /// <summary>
    /// Runs the files in <c>jobs/</c> on their schedules, and makes <see cref="IJobs"/> store calls. The settings are in the section
    /// <c>FileRoutes:Jobs</c>. Quartz.NET is loaded when there is a job.
    /// </summary>
    /// <param name="builder">The builder that <c>AddFileRoutes</c> returned.</param>
    /// <returns>The same builder.</returns>
    public static IFileRoutesBuilder AddJobs(this IFileRoutesBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(Clock.Create<JobScheduler>);
        services.TryAddSingleton<IJobEngine>(provider => provider.GetRequiredService<JobScheduler>());
        if (services.FirstOrDefault(service => service.ImplementationType == typeof(NoJobs)) is { } standIn)
        {
            services.Remove(standIn);
        }

        services.TryAddSingleton<IJobs>(Clock.Create<StoredCalls>);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, JobsService>(Clock.Create<JobsService>));

        // A shutdown waits for work after responses before it waits for jobs.
        AfterDrain.MoveToEnd(services);
        return builder;
    }
}
