namespace FileRoutedApi.Diagnostics;

/// <summary>Orders diagnostics by file, line and column.</summary>
internal sealed class RouteDiagnosticComparer : IComparer<RouteDiagnostic>
{
    public static RouteDiagnosticComparer Instance { get; } = new();

    public int Compare(RouteDiagnostic? x, RouteDiagnostic? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        var byFile = string.CompareOrdinal(x.File, y.File);
        return byFile != 0 ? byFile : (x.Line, x.Column).CompareTo((y.Line, y.Column));
    }
}
