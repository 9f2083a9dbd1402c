using System.Runtime.Loader;
using Serilog;
using Serilog.Extensions.Hosting;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Whether the application adds properties to the log entry of a request through <see cref="IDiagnosticContext"/>. Only then are they
/// collected, because that needs an <see cref="AsyncLocal{T}"/> for each request.
/// </summary>
internal sealed class DiagnosticContextUse(DiagnosticContext context)
{
    private static readonly string _assembly = typeof(IDiagnosticContext).Assembly.GetName().Name!;

    private bool? _isUsed;

    /// <summary>
    /// Gets a value indicating whether the service was resolved, or an assembly of the application could resolve it during a request.
    /// </summary>
    public bool IsUsed => _isUsed ??= IsReferenced();

    /// <summary>Registers the service so that its first use is known.</summary>
    /// <param name="isLive">True if route files can change, so that any request may be the first that uses the service.</param>
    public static void Add(IServiceCollection services, bool isLive)
    {
        services.AddSingleton(provider => new DiagnosticContextUse(provider.GetRequiredService<DiagnosticContext>()) { _isUsed = isLive ? true : null });
        services.AddSingleton<IDiagnosticContext>(provider =>
        {
            provider.GetRequiredService<DiagnosticContextUse>()._isUsed = true;
            return provider.GetRequiredService<DiagnosticContext>();
        });
    }

    public DiagnosticContextCollector BeginCollection() => context.BeginCollection();

    /// <summary>Called for the first request, when the assemblies of the routes are loaded.</summary>
    private static bool IsReferenced() => AssemblyLoadContext.All
        .SelectMany(loaded => loaded.Assemblies)
        .Where(assembly => assembly != typeof(DiagnosticContextUse).Assembly && !assembly.IsDynamic)
        .Where(assembly => assembly.GetName().Name is { } name
            && !name.StartsWith("System.", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.", StringComparison.Ordinal)
            && !name.StartsWith("Serilog.", StringComparison.Ordinal))
        .Any(assembly => assembly.GetReferencedAssemblies().Any(reference => reference.Name == _assembly));
}
