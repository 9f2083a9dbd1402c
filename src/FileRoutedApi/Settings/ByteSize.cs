using System.Globalization;
using System.Text.RegularExpressions;

namespace FileRoutedApi;

/// <summary>
/// A number of bytes, written as in Next.js: <c>1000</c>, <c>"500kb"</c>, <c>"1.5mb"</c>.
/// Units are <c>b kb mb gb tb pb</c> in either case, each 1024 times the one before; fractions are rounded down.
/// </summary>
/// <remarks>A text that cannot be read is no error here. It is one (FRA2011, FRA3002) when the application starts.</remarks>
public readonly partial record struct ByteSize
{
    private ByteSize(string text, long? bytes)
    {
        Text = text.Trim();
        Bytes = bytes;
    }

    /// <summary>The size as it was written, without spaces around it; messages quote it.</summary>
    public string Text { get; }

    /// <summary>The number of bytes, or null where <see cref="Text"/> is no size.</summary>
    public long? Bytes { get; }

    /// <summary>A number of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static implicit operator ByteSize(long bytes) =>
        new(bytes.ToString(CultureInfo.InvariantCulture), bytes < 0 ? null : bytes);

    /// <summary>A size with a unit, or a number of bytes without one.</summary>
    /// <param name="text">Such as <c>"500kb"</c>.</param>
    public static implicit operator ByteSize(string text) => new(text, Parse(text));

    /// <summary>A number of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The size.</returns>
    public static ByteSize FromInt64(long bytes) => bytes;

    /// <summary>A size with a unit, or a number of bytes without one.</summary>
    /// <param name="text">Such as <c>"500kb"</c>.</param>
    /// <returns>The size; its <see cref="Bytes"/> are null where the text is none.</returns>
    public static ByteSize FromString(string text) => text;

    /// <summary>The size as it was written.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    /// <summary>Bytes in the largest unit that fits, two decimals at most: <c>4MB</c>, <c>1.5KB</c>, <c>1000B</c>.</summary>
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

    [GeneratedRegex(@"^\s*\+?(?<number>[0-9]+(\.[0-9]+)?) *(?<unit>(bytes|[kmgtp]?b)?)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
