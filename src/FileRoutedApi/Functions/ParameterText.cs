using FileRoutedApi.Http;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Functions;

/// <summary>
/// What a parameter makes of its text before ASP.NET Core parses it: text that is not valid by <see cref="TextRules"/> is a 400, and
/// an empty text of an optional parameter counts as missing.
/// </summary>
internal sealed class ParameterText
{
    private static readonly Dictionary<Type, string> _names = new()
    {
        [typeof(bool)] = "bool",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(char)] = "char",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
    };

    private readonly string _name;
    private readonly Type _element;
    private readonly bool _isArray;
    private readonly bool _isOptional;
    private readonly bool _skipsEmpty;
    private readonly Func<string, string?>? _spelling;

    private ParameterText(FunctionSignature.Parameter parameter, Type element)
    {
        _name = parameter.ClientName;
        _element = Nullable.GetUnderlyingType(element) ?? element;
        _isArray = parameter.Type.IsArray;
        _isOptional = parameter.IsOptional;
        _skipsEmpty = _isArray && element == _element && element != typeof(string);
        _spelling = TextRules.NormalizerOf(_element);
    }

    /// <summary>Gets the name that clients know the parameter by.</summary>
    public string Name => _name;

    /// <summary>Returns null if ASP.NET Core's own parsing of the parameter does.</summary>
    public static ParameterText? TryCreate(FunctionSignature.Parameter parameter)
    {
        var element = parameter.Type.IsArray ? parameter.Type.GetElementType()! : parameter.Type;
        if (element == typeof(string) || !IsText(element))
        {
            return null;
        }

        var text = new ParameterText(parameter, element);
        return text._spelling is not null || text._isOptional || text._skipsEmpty ? text : null;
    }

    /// <summary>Returns whether ASP.NET Core reads a value of this type from one text, or an array of the type from several.</summary>
    public static bool IsSimple(Type type) =>
        type == typeof(string) || type == typeof(StringValues) || type == typeof(StringValues?)
        || IsText(type) || (type.IsArray && IsText(type.GetElementType()!));

    /// <summary>Returns the texts as ASP.NET Core is to parse them; the same ones if there is nothing to change.</summary>
    /// <exception cref="ApiException">400 if one of them is not a value of the type.</exception>
    public StringValues Read(StringValues texts)
    {
        if (texts.Count == 0)
        {
            return texts;
        }

        if (!_isArray)
        {
            var text = (_element == typeof(bool) ? TextRules.JoinBooleans(texts!) : null) ?? texts.ToString();
            var read = text.Length > 0 ? Spell(text) : _isOptional ? null : text;
            return read is null ? StringValues.Empty : texts.Count == 1 && read == texts[0] ? texts : read;
        }

        var elements = texts
            .Where(text => !_skipsEmpty || !string.IsNullOrEmpty(text))
            .Select(text => string.IsNullOrEmpty(text) ? text : Spell(text))
            .ToArray();
        return elements.AsSpan().SequenceEqual(texts.ToArray()) ? texts : elements;
    }

    private string Spell(string text) => _spelling is null ? text
        : _spelling(text) ?? throw BindingProblem.OfValue(text, _name, NameOf(_isArray ? _element.MakeArrayType() : _element));

    private static bool IsText(Type type) => TextRules.ParserOf(Nullable.GetUnderlyingType(type) ?? type) is not null;

    /// <summary>Returns the name of a type as C# writes it, as ASP.NET Core does for the parameters that it parses itself.</summary>
    public static string NameOf(Type type)
    {
        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        return _names.GetValueOrDefault(type, type.Name);
    }
}
