using FileRoutedApi.Compilation;
using FileRoutedApi.Hosting;
using FileRoutedApi.Live;
using FileRoutedApi.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi;

/// <summary>Lets an application compile its route files in process.</summary>
public static class CompilationExtensions
{
    /// <summary>
    /// Compiles the route files when the application starts. Without it a built assembly is needed. A start-up file,
    /// <c>api/_startup.cs</c>, is compiled at once and registers its services here, over those that are there already.
    /// </summary>
    /// <param name="builder">What <c>AddFileRoutes</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="FileRoutesException">There is a start-up file, and it or the code around it has errors, or it threw.</exception>
    public static IFileRoutesBuilder AddCompilation(this IFileRoutesBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var own = builder as FileRoutesBuilder ?? throw new ArgumentException("Call AddCompilation on the builder that AddFileRoutes returns.", nameof(builder));
        return own.AddCompilation(new CompilationSession(own.Settings.Root));
    }

    /// <param name="session">What the application before this one has left.</param>
    internal static IFileRoutesBuilder AddCompilation(this FileRoutesBuilder builder, CompilationSession session)
    {
        var prepared = CompiledModuleSource.Prepare(builder.Settings, builder.Application.Environment, session);
        var source = new CompiledModuleSource(builder.Settings, builder.Application.Environment, session, prepared);
        builder.Services.AddSingleton<IRouteModuleSource>(source);
        if (builder.Settings.IsLive)
        {
            source.CompileAhead(LiveRoutes.FirstPart);
        }

        if (prepared?.Startup is { } startup)
        {
            builder.AddStartup(startup);
        }

        return builder;
    }
}
