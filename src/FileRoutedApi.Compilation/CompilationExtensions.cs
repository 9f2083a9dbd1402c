using FileRoutedApi.Compilation;
using FileRoutedApi.Compilation.Loading;
using FileRoutedApi.Live;
using FileRoutedApi.Modules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi;

/// <summary>Lets an application compile its route files in process.</summary>
public static class CompilationExtensions
{
    /// <summary>
    /// Compiles the route files when the application starts. Without this call, the folder must have been built. The call itself reads the
    /// file names, and compiles and runs a start-up file, <c>api/_startup.cs</c>, whose services are registered after the existing ones.
    /// </summary>
    /// <param name="builder">The builder that <c>AddFileRoutes</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="FileRoutesException">
    /// There is a start-up file, and the folder has errors or the file threw an exception.
    /// </exception>
    public static IFileRoutesBuilder AddCompilation(this IFileRoutesBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var own = builder as FileRoutesBuilder
            ?? throw new ArgumentException("Call AddCompilation on the builder that AddFileRoutes returns.", nameof(builder));
        return own.AddCompilation(new CompilationSession(own.Settings.Root));
    }

    /// <param name="session">The state of the application that this one replaces.</param>
    internal static IFileRoutesBuilder AddCompilation(this FileRoutesBuilder builder, CompilationSession session)
    {
        var preparation = new ApplicationPreparation(builder.Settings, session, builder.Application.Environment.IsDevelopment());

        // Blocks, because services are registered synchronously and a start-up file registers some.
        preparation.PrepareAsync(LiveRoutes.FirstPart).GetAwaiter().GetResult();
        builder.Services.AddSingleton(session);
        builder.Services.AddSingleton<IRouteModuleSource>(provider => new CompiledModuleSource(
            builder.Settings, session, preparation, provider.GetRequiredService<ILogger<CompiledModuleSource>>()));
        if (preparation.Code?.Startup is { } startup)
        {
            builder.AddStartup(startup);
        }

        return builder;
    }
}
