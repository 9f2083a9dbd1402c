using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Hosting;

/// <summary>Provides the <see cref="TimeProvider"/> of the application, or that of the system if none is registered.</summary>
/// <remarks>
/// The library registers none, because that would change what the application's own constructors and endpoints are given.
/// </remarks>
internal static class Clock
{
    /// <summary>Returns the clock of the application.</summary>
    public static TimeProvider Of(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;

    /// <summary>Creates a service whose constructor takes a <see cref="TimeProvider"/>.</summary>
    public static T Create<T>(IServiceProvider services) => ActivatorUtilities.CreateInstance<T>(services, Of(services));
}
