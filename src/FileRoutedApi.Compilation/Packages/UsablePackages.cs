using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>A package that was left out, because it does not exist or does not fit the host.</summary>
internal sealed record PackageError(PackageReference Package, RouteDiagnostic Error);

/// <summary>The packages that an application can use.</summary>
/// <param name="Errors">The packages that were left out, so that only the route files that refer to them are affected.</param>
internal sealed record UsablePackages(PackageAssemblies Resolved, PackageLoadContext Context, IReadOnlyList<PackageError> Errors)
{
    // NuGet: the package, or a version of it in the range, does not exist.
    private const string NotFound = "NU110";

    /// <summary>Resolves packages and checks them against the host.</summary>
    /// <param name="isLive">True to leave out packages of route files that do not exist or do not fit.</param>
    /// <returns>Null, with the reason among the diagnostics, if the packages cannot be resolved.</returns>
    public static async Task<UsablePackages?> TryResolveAsync(
        RouteFolder folder,
        IReadOnlyList<PackageReference> references,
        PackageContexts contexts,
        bool isLive,
        List<RouteDiagnostic> diagnostics,
        CancellationToken cancellationToken)
    {
        var errors = new List<PackageError>();
        while (true)
        {
            var found = new List<RouteDiagnostic>();
            var resolved = await new PackageResolver(folder).TryResolveAsync(references, found, cancellationToken);
            var context = resolved is null ? null : contexts.For(resolved);
            if (context is not null)
            {
                PackageCheck.Run(context, references, found);
            }

            List<PackageError> wrong = isLive ? [.. found.Select(error => Find(error, references)).OfType<PackageError>()] : [];
            if (wrong.Count == 0)
            {
                diagnostics.AddRange(found);
                return resolved is null || context is null ? null : new UsablePackages(resolved, context, errors);
            }

            errors.AddRange(wrong);
            references = [.. references.Except(wrong.Select(error => error.Package))];
        }
    }

    /// <summary>Returns the package of a route file that an error is about; null if it may affect other packages.</summary>
    private static PackageError? Find(RouteDiagnostic error, IReadOnlyList<PackageReference> references) =>
        PackageReference.IsOfRouteFile(error)
        && references.FirstOrDefault(reference => reference.File == error.File && reference.Line == error.Line) is { } package
        && (error.Id != DiagnosticIds.FRA3013_PackageNotResolved || IsNotFound(error, package))
            ? new PackageError(package, error)
            : null;

    // Any other text, such as one about the network or a dependency, is not about this package alone.
    private static bool IsNotFound(RouteDiagnostic error, PackageReference package) =>
        error.Message.Contains(NotFound, StringComparison.Ordinal) && error.Message.Contains($"({package.Name})", StringComparison.Ordinal);
}
