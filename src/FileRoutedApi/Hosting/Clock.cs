using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Hosting;

/// <summary>Gets the time from the application's <see cref="TimeProvider"/>, or from the system if it has none.</summary>
/// <remarks>Registering one would make it known to the application's own constructors and endpoints.</remarks>
internal static class Clock
{
    /// <summary>Returns the clock of the application.</summary>
    public static TimeProvider Of(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;

    /// <summary>Creates a service whose constructor takes the clock.</summary>
    public static T Create<T>(IServiceProvider services) => ActivatorUtilities.CreateInstance<T>(services, Of(services));
}
