using System.Collections;
using System.Globalization;

namespace FileRoutedApi.Validation;

/// <summary>The items of a collection that came in a request, with their paths as JSON has them.</summary>
internal static class CollectionItems
{
    private const int LongestKey = 100;

    /// <summary>Gets the declared type of the items, for a dictionary of its values; null if the type is not a collection.</summary>
    public static Type? TypeOf(Type type)
    {
        // Collections of the framework, such as IFormCollection, are not data of the client's that has rules.
        if (type == typeof(string) || type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true)
        {
            return null;
        }

        var item = type.IsArray ? type.GetElementType() : type.GetInterfaces().Append(type)
            .FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IEnumerable<>))?
            .GetGenericArguments()[0];
        return item is { IsGenericType: true } && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? item.GetGenericArguments()[1] : item;
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

    // A dictionary of another kind, such as one that only implements IReadOnlyDictionary.
    private static (string? Key, object? Value) PairOf(object? item) =>
        item?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            ? (KeyOf(type.GetProperty("Key")!.GetValue(item)!), type.GetProperty("Value")!.GetValue(item))
            : (null, item);

    // As the parser of JSON writes a path in its errors.
    private static string KeyOf(object key)
    {
        var text = Convert.ToString(key, CultureInfo.InvariantCulture) ?? "";

        // A path is made for each item, and a client chooses the key: one of 100 KB would be copied for each of 20,000 items.
        text = text.Length > LongestKey ? $"{text[..LongestKey]}..." : text;
        return text.Length > 0 && text.All(character => char.IsLetterOrDigit(character) || character is '_' or '-') ? text : $"['{text}']";
    }
}
