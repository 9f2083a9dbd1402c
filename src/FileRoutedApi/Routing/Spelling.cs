namespace FileRoutedApi.Routing;

/// <summary>Compares a name with one that may have been meant.</summary>
internal static class Spelling
{
    /// <summary>Returns true if few characters differ: one, or a third of the longer text.</summary>
    public static bool AreSimilar(string text, string other) =>
        Distance(text.ToUpperInvariant(), other.ToUpperInvariant()) <= Math.Max(1, Math.Max(text.Length, other.Length) / 3);

    /// <summary>Returns how many characters have to be inserted, removed or replaced (Levenshtein distance).</summary>
    private static int Distance(string text, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= text.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (text[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
