using FileRoutedApi.Http;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Functions;

/// <summary>
/// Prepares the text of a parameter for ASP.NET Core's parser. Text that is not valid according to <see cref="TextRules"/> is a 400, and
/// the empty text of an optional parameter counts as missing.
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
    private readonly Func<string, string?>? _normalize;

    private ParameterText(FunctionSignature.Parameter parameter, Type element)
    {
        _name = parameter.ClientName;
        _element = Nullable.GetUnderlyingType(element) ?? element;
        _isArray = parameter.Type.IsArray;
        _isOptional = parameter.IsOptional;
        _skipsEmpty = _isArray && element == _element && element != typeof(string);
        _normalize = TextRules.NormalizerOf(_element);
    }

    /// <summary>Gets the name of the parameter that clients use.</summary>
    public string Name => _name;

    /// <summary>Returns null if the parameter needs no preparation.</summary>
    public static ParameterText? TryCreate(FunctionSignature.Parameter parameter)
    {
        var element = parameter.Type.IsArray ? parameter.Type.GetElementType()! : parameter.Type;
        if (element == typeof(string) || !IsText(element))
        {
            return null;
        }

        var text = new ParameterText(parameter, element);
        return text._normalize is not null || text._isOptional || text._skipsEmpty ? text : null;
    }

    /// <summary>Returns true if ASP.NET Core parses the type from one text, or an array from several texts.</summary>
    public static bool IsSimple(Type type) =>
        type == typeof(string) || type == typeof(StringValues) || type == typeof(StringValues?)
        || IsText(type) || (type.IsArray && IsText(type.GetElementType()!));

    /// <summary>Returns the texts that ASP.NET Core has to parse. They are the same instance if nothing changes.</summary>
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
            var read = text.Length > 0 ? Normalize(text) : _isOptional ? null : text;
            return read is null ? StringValues.Empty : texts.Count == 1 && read == texts[0] ? texts : read;
        }

        var elements = texts
            .Where(text => !_skipsEmpty || !string.IsNullOrEmpty(text))
            .Select(text => string.IsNullOrEmpty(text) ? text : Normalize(text))
            .ToArray();
        return elements.AsSpan().SequenceEqual(texts.ToArray()) ? texts : elements;
    }

    private string Normalize(string text) => _normalize is null ? text
        : _normalize(text) ?? throw BindingProblem.OfValue(text, _name, NameOf(_isArray ? _element.MakeArrayType() : _element));

    private static bool IsText(Type type) => TextRules.ParserOf(Nullable.GetUnderlyingType(type) ?? type) is not null;

    /// <summary>Returns the C# name of a type, which ASP.NET Core uses in its own binding errors.</summary>
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
