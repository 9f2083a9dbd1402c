using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Host.Serving;

/// <summary>Explains why the container cannot create a service, and finds the line that registers it.</summary>
internal static partial class ServiceErrors
{
    /// <summary>Returns the errors of a container, each once.</summary>
    /// <param name="exception">All errors of the validation, or the first one of a container that is not validated.</param>
    /// <param name="root">The folder of the application, whose start-up file registers the services.</param>
    public static IEnumerable<RouteDiagnostic> Find(Exception exception, string root)
    {
        var registrations = Registrations.Read(root);
        return (exception is AggregateException all ? (IEnumerable<Exception>)all.InnerExceptions : [exception])
            .Select(found => found.GetBaseException().Message)
            .DistinctBy(KeyOf)
            .Select(message => Explain(message, registrations));
    }

    // A cycle is found once for each of its services.
    private static string KeyOf(string message) => Cycle().Match(message) is { Success: true } cycle
        ? string.Join(' ', ServicesOf(cycle).Distinct().Order(StringComparer.Ordinal))
        : message;

    private static RouteDiagnostic Explain(string message, Registrations registrations)
    {
        if (Missing().Match(message) is { Success: true } missing)
        {
            var (type, user) = (NameOf(missing, "type"), NameOf(missing, "user"));
            return RouteDiagnostics.ServiceMissing(registrations.Find(user), user, type);
        }

        if (Lifetime().Match(message) is { Success: true } lifetime)
        {
            var (type, user) = (NameOf(lifetime, "type"), NameOf(lifetime, "user"));
            return RouteDiagnostics.ServiceLifetime(registrations.Find(user), user, type);
        }

        if (Cycle().Match(message) is { Success: true } cycle)
        {
            var services = ServicesOf(cycle);
            return RouteDiagnostics.ServiceCycle(registrations.Find([.. services]), string.Join(" -> ", services));
        }

        return RouteDiagnostics.ServicesNotBuilt(message);
    }

    private static string NameOf(Match match, string group) => CompiledNames.ShortenType(match.Groups[group].Value);

    // "IStore(Store) -> Cache -> IStore" has the implementation of a service in parentheses, but not at its end.
    private static List<string> ServicesOf(Match cycle)
    {
        List<(string Service, string Implementation)> chain =
        [
            .. cycle.Groups["chain"].Value.Trim().Split(" -> ")
                .Select(part => part.TrimEnd(')').Split('('))
                .Select(parts => (parts[0], CompiledNames.ShortenType(parts[^1]))),
        ];
        return [.. chain.Select(part => chain.Find(other => other.Service == part.Service).Implementation)];
    }

    [GeneratedRegex("Unable to resolve service for type '(?<type>.+)' while attempting to activate '(?<user>.+)'")]
    private static partial Regex Missing();

    [GeneratedRegex("Cannot consume scoped service '(?<type>.+)' from singleton '(?<user>.+)'")]
    private static partial Regex Lifetime();

    [GeneratedRegex(@"A circular dependency was detected for the service of type '.+'\.\s+(?<chain>.+)")]
    private static partial Regex Cycle();

    /// <summary>The lines of the start-up file and of shared code that may register a service.</summary>
    private sealed class Registrations(IReadOnlyList<(string File, string[] Lines)> files)
    {
        /// <summary>Reads the files. A built folder has none.</summary>
        public static Registrations Read(string root)
        {
            var folder = new RouteFolder(root);
            var found = folder.Scan([])
                .Where(path => RouteFileName.Parse(path, RouteTableOptions.Default, [], out _) is { IsModule: false })
                .OrderBy(path => path.Contains("_startup", StringComparison.Ordinal) ? 0 : 1)
                .Select(path => (path, Lines: ReadLines(folder.PathOf(path))));
            return new Registrations([.. found]);
        }

        /// <summary>Returns the first line that registers one of the types, and its column; null if there is none.</summary>
        public (string File, int Line, int Column)? Find(params string[] types)
        {
            var candidates =
                from type in types
                from file in files
                from line in Enumerable.Range(0, file.Lines.Length)
                let match = Regex.Match(file.Lines[line], $@"\.(Try)?Add\w*\b[^;]*[<(,\s]{Regex.Escape(type.Split('<')[0])}\b")
                where match.Success
                select (file.File, Line: line + 1, Column: match.Index + 2);
            return candidates.Select(found => ((string, int, int)?)found).FirstOrDefault();
        }

        private static string[] ReadLines(string path)
        {
            try
            {
                return File.ReadAllLines(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }
}
