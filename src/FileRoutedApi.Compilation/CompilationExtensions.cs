using FileRoutedApi.Compilation;
using FileRoutedApi.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi;

/// <summary>Lets an application compile its route files in process.</summary>
public static class CompilationExtensions
{
    /// <summary>Compiles the route files when the application starts. Without it a built assembly is needed.</summary>
    /// <param name="builder">What <c>AddFileRoutes</c> returned.</param>
    /// <returns>The same builder.</returns>
    public static IFileRoutesBuilder AddCompilation(this IFileRoutesBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IRouteModuleSource, CompiledModuleSource>();
        return builder;
    }
}
