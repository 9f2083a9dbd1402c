using System.Collections;
using System.Globalization;

namespace FileRoutedApi.Validation;

/// <summary>Enumerates the items of collections in requests, with their paths in JSON.</summary>
internal static class CollectionItems
{
    private const int MaxKeyLength = 100;

    /// <summary>Gets the declared type of the items, or of the values of a dictionary. Null if the type is not a collection.</summary>
    public static Type? TypeOf(Type type)
    {
        // Collections of the framework, such as IFormCollection, have no validation rules.
        if (type == typeof(string) || type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true)
        {
            return null;
        }

        var item = type.IsArray ? type.GetElementType() : type.GetInterfaces().Append(type)
            .FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IEnumerable<>))?
            .GetGenericArguments()[0];
        return item is { IsGenericType: true } && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            ? item.GetGenericArguments()[1]
            : item;
    }

    /// <summary>Enumerates the items that are not null. The path of an item is <c>[1]</c>, in a dictionary its key.</summary>
    /// <param name="path">The path of the collection.</param>
    public static IEnumerable<(string Path, object Value)> Of(object collection, string path)
    {
        if (collection is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                if (entry.Value is { } value)
                {
                    yield return (Join(path, KeyOf(entry.Key)), value);
                }
            }

            yield break;
        }

        var index = 0;
        foreach (var item in (IEnumerable)collection)
        {
            var (key, value) = PairOf(item);
            if (value is not null)
            {
                yield return (Join(path, key ?? string.Create(CultureInfo.InvariantCulture, $"[{index}]")), value);
            }

            index++;
        }
    }

    /// <summary>Appends a property or an item to a path.</summary>
    public static string Join(string path, string rest) =>
        path.Length == 0 || rest.Length == 0 || rest[0] == '[' ? path + rest : $"{path}.{rest}";

    // An item of a dictionary that does not implement IDictionary.
    private static (string? Key, object? Value) PairOf(object? item) =>
        item?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            ? (KeyOf(type.GetProperty("Key")!.GetValue(item)!), type.GetProperty("Value")!.GetValue(item))
            : (null, item);

    // The path syntax of JsonException.
    private static string KeyOf(object key)
    {
        var text = Convert.ToString(key, CultureInfo.InvariantCulture) ?? "";

        // Keys come from the client and are part of the path of every item below: one of 100 KB would be copied for each of 20,000 items.
        text = text.Length > MaxKeyLength ? $"{text[..MaxKeyLength]}..." : text;
        return text.Length > 0 && text.All(character => char.IsLetterOrDigit(character) || character is '_' or '-') ? text : $"['{text}']";
    }
}
