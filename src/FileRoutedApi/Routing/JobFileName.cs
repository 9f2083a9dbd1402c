using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>Reads the name of a file in <c>jobs/</c>.</summary>
internal static class JobFileName
{
    private static readonly SearchValues<char> _allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./");

    /// <summary>Returns the name of a job: the path below <c>jobs/</c> without the extension.</summary>
    public static string NameOf(RouteFile file) => NameOf(file.Path, Path.GetExtension(file.Path));

    /// <param name="extension">The extension of route files that the path ends with.</param>
    /// <returns>False if the name is not valid. The diagnostics say why.</returns>
    public static bool TryParse(string path, string extension, List<RouteDiagnostic> diagnostics, [NotNullWhen(true)] out RouteFile? file)
    {
        file = null;
        var name = NameOf(path, extension);
        if (name.AsSpan().ContainsAnyExcept(_allowed) || name.Split('/')[^1].StartsWith('_'))
        {
            diagnostics.Add(RouteDiagnostics.InvalidJobName(path, name));
            return false;
        }

        file = new RouteFile(path, [], RouteFileRole.Job);
        return true;
    }

    private static string NameOf(string path, string extension) => path[(RouteFolder.Jobs.Length + 1)..^extension.Length];
}
