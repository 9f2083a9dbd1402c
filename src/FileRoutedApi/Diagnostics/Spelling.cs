namespace FileRoutedApi.Diagnostics;

/// <summary>Finds the name that a misspelled one may have meant: of a setting, a section, an option, a command or a special file.</summary>
internal static class Spelling
{
    private const int MaxEdits = 2;

    /// <summary>Returns the closest of the known names; null if none is close.</summary>
    public static string? Closest(string text, IEnumerable<string> known) => known
        .Select(name => (Name: name, Edits: EditDistance(text, name)))
        .Where(candidate => IsClose(candidate.Edits, text, candidate.Name))
        .OrderBy(candidate => candidate.Edits)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    /// <summary>Returns true if the names differ by few edits.</summary>
    public static bool IsClose(string text, string name) => IsClose(EditDistance(text, name), text, name);

    // In a short name, two edits make another word: 'new' is not 'dev'.
    private static bool IsClose(int edits, string text, string name) => edits <= Math.Min(MaxEdits, Math.Min(text.Length, name.Length) / 3);

    /// <summary>
    /// Returns how many characters have to be inserted, removed, replaced or swapped with the next one. Case does not count.
    /// </summary>
    internal static int EditDistance(string left, string right)
    {
        var (a, b) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        int[] beforeLast = [];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last[b.Length];
    }
}
