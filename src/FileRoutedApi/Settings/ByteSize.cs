using System.Globalization;
using System.Text.RegularExpressions;

namespace FileRoutedApi;

/// <summary>
/// A number of bytes, in the notation of Next.js: <c>1000</c>, <c>"500kb"</c>, <c>"1.5mb"</c>. The units <c>b kb mb gb tb pb</c> are
/// case-insensitive powers of 1024. Fractions are rounded down.
/// </summary>
/// <remarks>A text that is not a valid size does not throw. It is an error (FRA2011, FRA3002) when the application starts.</remarks>
public readonly partial record struct ByteSize
{
    private ByteSize(string text, long? bytes)
    {
        Text = text.Trim();
        Bytes = bytes;
    }

    /// <summary>Gets the size as it was written, trimmed, for use in messages.</summary>
    public string Text { get; }

    /// <summary>Gets the number of bytes; null if <see cref="Text"/> is not a valid size.</summary>
    public long? Bytes { get; }

    /// <summary>Creates a size from a number of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static implicit operator ByteSize(long bytes) =>
        new(bytes.ToString(CultureInfo.InvariantCulture), bytes < 0 ? null : bytes);

    /// <summary>Creates a size from a number of bytes, with or without a unit.</summary>
    /// <param name="text">A size such as <c>"500kb"</c>.</param>
    public static implicit operator ByteSize(string text) => new(text, Parse(text));

    /// <summary>Creates a size from a number of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The size.</returns>
    public static ByteSize FromInt64(long bytes) => bytes;

    /// <summary>Creates a size from a number of bytes, with or without a unit.</summary>
    /// <param name="text">A size such as <c>"500kb"</c>.</param>
    /// <returns>The size. Its <see cref="Bytes"/> are null if the text is not a valid size.</returns>
    public static ByteSize FromString(string text) => text;

    /// <summary>Returns the size as it was written.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    /// <summary>Formats bytes in the largest unit that fits, with at most two decimals: <c>4MB</c>, <c>1.5KB</c>, <c>1000B</c>.</summary>
    internal static string Format(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB", "PB"];
        var value = (double)bytes;
        var unit = 0;
        for (; value >= 1024 && unit < units.Length - 1; unit++)
        {
            value /= 1024;
        }

        return value.ToString("0.##", CultureInfo.InvariantCulture) + units[unit];
    }

    private static long? Parse(string text)
    {
        if (Grammar().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var power = match.Groups["unit"].Value.ToUpperInvariant() is ['K' or 'M' or 'G' or 'T' or 'P', ..] unit
            ? "KMGTP".IndexOf(unit[0]) + 1
            : 0;
        var bytes = double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * Math.Pow(1024, power);
        return bytes < long.MaxValue ? (long)bytes : null;
    }

    [GeneratedRegex(
        @"^\s*\+?(?<number>[0-9]+(\.[0-9]+)?) *(?<unit>(bytes|[kmgtp]?b)?)\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
