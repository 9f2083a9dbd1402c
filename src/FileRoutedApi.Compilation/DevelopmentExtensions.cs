using System.Reflection;
using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi;

/// <summary>Lets an application reload its route files in Development.</summary>
public static class DevelopmentExtensions
{
    /// <summary>
    /// In Development, except in a test with <c>WebApplicationFactory</c>: reloads saved route files, and adds the error page,
    /// the welcome page, and the dashboard at <c>/_dev</c>. They are available to requests from this machine only. Otherwise the call does
    /// nothing.
    /// </summary>
    /// <remarks>
    /// A file with errors fails only its own requests. A change of <c>_lib/</c>, <c>_startup.cs</c>, packages or settings takes effect
    /// after a restart of the application, as the log and the dashboard then say (FRA3120). Responses are not cached.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddFileRoutes</c> returned. Call <c>AddCompilation</c> on it too.</param>
    /// <returns>The same builder.</returns>
    public static IFileRoutesBuilder AddDevelopment(this IFileRoutesBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var own = builder as FileRoutesBuilder
            ?? throw new ArgumentException("Call AddDevelopment on the builder that AddFileRoutes returns.", nameof(builder));
        if (!IsDeveloping(own.Application.Environment) || own.Settings.IsLive)
        {
            return builder;
        }

        own.AddLive();
        var services = own.Services;
        services.AddSingleton<DevActivity>();
        services.AddSingleton(provider => new Dashboard(
            provider.GetRequiredService<DevActivity>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        services.AddSingleton(provider => new RequestRecorder(
            provider.GetRequiredService<DevActivity>(), provider.GetRequiredService<FileRoutesSettings>().Root));
        services.AddSingleton<DevelopmentLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<DevelopmentLoop>());
        services.AddSingleton<IDeveloperPageExceptionFilter, DevelopmentExceptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, DevelopmentLog>());

        // The first filter is the outermost.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, DevelopmentFilter>());
        return builder;
    }

    // In a test with WebApplicationFactory the environment is Development too, and the process is that of the test runner. A test must fail
    // at the start if a file has an error, and responses must be cached as in Production.
    private static bool IsDeveloping(IHostEnvironment environment) =>
        environment.IsDevelopment() && Assembly.GetEntryAssembly()?.GetName().Name == environment.ApplicationName;
}
