using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Reflection;

namespace FileRoutedApi.Http;

/// <summary>Parses a text.</summary>
internal delegate bool TextParser<T>(string text, [MaybeNullWhen(false)] out T value);

/// <summary>
/// Converts text to values, with the same rules for queries, routes, headers and forms. The culture is invariant. Numbers have no
/// thousands separators and are finite. Enums are read by name or defined number. <c>on</c> is true, as browsers send for a checkbox.
/// </summary>
internal static class TextRules
{
    private const NumberStyles Decimal =
        NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private static readonly HashSet<Type> _integers =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(nint), typeof(nuint), typeof(Int128), typeof(UInt128), typeof(BigInteger),
    ];

    private static readonly HashSet<Type> _fractions = [typeof(float), typeof(double), typeof(Half), typeof(decimal)];

    /// <summary>Returns the <see cref="TextParser{T}"/> of a type that is read from a single text; null for other types.</summary>
    public static Delegate? ParserOf(Type type) =>
        type == typeof(string) || type.IsByRef || type.IsPointer || type.IsByRefLike ? null
        : type == typeof(bool) ? new TextParser<bool>(TryBoolean)
        : type == typeof(DateTime) ? new TextParser<DateTime>(TryDateTime)
        : type == typeof(DateTimeOffset) ? new TextParser<DateTimeOffset>(TryDateTimeOffset)
        : type.IsEnum ? Generic(nameof(EnumParser), type)
        : _integers.Contains(type) || _fractions.Contains(type) ? Generic(nameof(NumberParser), type)
        : IsParsable(type) ? Generic(nameof(ParsableParser), type)
        : TryParseOf(type);

    /// <summary>
    /// Returns the normalizer of a type for which ASP.NET Core has other rules; null for a type with the same rules. The normalizer returns
    /// a text that ASP.NET Core can parse, or null if the text is not valid.
    /// </summary>
    public static Func<string, string?>? NormalizerOf(Type type) =>
        type == typeof(bool) ? text => text.Equals("on", StringComparison.OrdinalIgnoreCase) ? bool.TrueString : text
        : type.IsEnum ? text => TryEnum(type, text, out var value) ? value.ToString() : null
        : type == typeof(double) ? IfNumber<double>
        : type == typeof(float) ? IfNumber<float>
        : type == typeof(Half) ? IfNumber<Half>
        : type == typeof(decimal) ? IfNumber<decimal>
        : null;

    /// <summary>Joins the texts of one boolean: those of a checkbox and of the hidden field beside it. One true makes it true.</summary>
    /// <returns>The text of the value, or null unless there are several texts and all are booleans.</returns>
    public static string? JoinBooleans(IReadOnlyCollection<string> texts)
    {
        var any = false;
        foreach (var text in texts)
        {
            if (!TryBoolean(text, out var value))
            {
                return null;
            }

            any |= value;
        }

        return texts.Count < 2 ? null : any ? bool.TrueString : bool.FalseString;
    }

    private static bool TryBoolean(string text, out bool value)
    {
        value = text.Equals("on", StringComparison.OrdinalIgnoreCase);
        return value || bool.TryParse(text, out value);
    }

    // The styles of ASP.NET Core for dates in a query: a time with an offset is converted to UTC.
    private static bool TryDateTime(string text, out DateTime value) => DateTime.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces, out value);

    private static bool TryDateTimeOffset(string text, out DateTimeOffset value) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out value);

    private static bool TryEnum(Type type, string text, [NotNullWhen(true)] out object? value)
    {
        var isFlags = type.IsDefined(typeof(FlagsAttribute), inherit: false);
        return (Enum.TryParse(type, text, ignoreCase: false, out value) || Enum.TryParse(type, text, ignoreCase: true, out value))
            && (isFlags ? HasOnlyDefinedBits(type, value) : Enum.IsDefined(type, value) && !text.Contains(',', StringComparison.Ordinal));
    }

    private static bool HasOnlyDefinedBits(Type type, object value)
    {
        ulong defined = 0;
        foreach (var member in Enum.GetValues(type))
        {
            defined |= Bits(member);
        }

        return (Bits(value) & ~defined) == 0;

        static ulong Bits(object member) => Enum.GetUnderlyingType(member.GetType()) == typeof(ulong)
            ? Convert.ToUInt64(member, CultureInfo.InvariantCulture)
            : unchecked((ulong)Convert.ToInt64(member, CultureInfo.InvariantCulture));
    }

    private static string? IfNumber<T>(string text)
        where T : INumberBase<T> =>
        TryNumber<T>(text, out _) ? text : null;

    private static bool TryNumber<T>(string text, [MaybeNullWhen(false)] out T value)
        where T : INumberBase<T>
    {
        var styles = typeof(T) == typeof(decimal) ? Decimal : _fractions.Contains(typeof(T)) ? NumberStyles.Float : NumberStyles.Integer;
        return T.TryParse(text, styles, CultureInfo.InvariantCulture, out value) && T.IsFinite(value);
    }

    private static Delegate Generic(string parser, Type type, params object[] arguments) => (Delegate)typeof(TextRules)
        .GetMethod(parser, BindingFlags.Static | BindingFlags.NonPublic)!
        .MakeGenericMethod(type)
        .Invoke(null, arguments)!;

    private static TextParser<T> NumberParser<T>()
        where T : INumberBase<T> =>
        TryNumber;

    private static TextParser<T> EnumParser<T>()
        where T : struct, Enum =>
        static (string text, out T value) =>
        {
            var isValid = TryEnum(typeof(T), text, out var found);
            value = isValid ? (T)found! : default;
            return isValid;
        };

    private static TextParser<T> ParsableParser<T>()
        where T : IParsable<T> =>
        static (string text, [MaybeNullWhen(false)] out T value) => T.TryParse(text, CultureInfo.InvariantCulture, out value);

    private static bool IsParsable(Type type) => type.GetInterfaces().Any(item =>
        item.IsGenericType && item.GetGenericTypeDefinition() == typeof(IParsable<>) && item.GenericTypeArguments[0] == type);

    /// <summary>Returns the parser of a type with a static <c>TryParse</c> method, which ASP.NET Core uses as well.</summary>
    private static Delegate? TryParseOf(Type type)
    {
        const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.FlattenHierarchy;
        var value = type.MakeByRefType();
        var cultured = type.GetMethod("TryParse", Statics, [typeof(string), typeof(IFormatProvider), value]);
        if (cultured?.ReturnType == typeof(bool))
        {
            return Generic(nameof(CulturedParser), type, cultured);
        }

        var plain = type.GetMethod("TryParse", Statics, [typeof(string), value]);
        return plain?.ReturnType == typeof(bool) ? plain.CreateDelegate(typeof(TextParser<>).MakeGenericType(type)) : null;
    }

    private static TextParser<T> CulturedParser<T>(MethodInfo method)
    {
        var parse = method.CreateDelegate<CulturedTextParser<T>>();
        return (string text, [MaybeNullWhen(false)] out T value) => parse(text, CultureInfo.InvariantCulture, out value);
    }

    private delegate bool CulturedTextParser<T>(string text, IFormatProvider provider, [MaybeNullWhen(false)] out T value);
}
