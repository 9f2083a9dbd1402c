using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FileRoutedApi.Http;

/// <summary>
/// The types of one route file that contain an <see cref="IAsyncEnumerable{T}"/> and so need asynchronous serialization. They are
/// remembered because the serializer reports them by an exception, which is too slow for each response.
/// </summary>
internal sealed class AsyncTypes
{
    private ImmutableHashSet<Type>? _types;

    public bool Contains(Type type) => _types is { } types && types.Contains(type);

    /// <summary>Returns true if the serializer reports that the value needs asynchronous serialization.</summary>
    public static bool IsAsyncSerializationRequired(NotSupportedException exception) =>
        exception.Source == typeof(JsonSerializer).Assembly.GetName().Name
        && exception.Message.Contains("async serialization", StringComparison.Ordinal);

    /// <summary>Adds a type if its declaration contains a sequence. For other types only a single value contained one.</summary>
    public void Add(Type type, JsonSerializerOptions json)
    {
        if (IsAsync(type, json))
        {
            ImmutableInterlocked.Update(ref _types, static (types, added) => (types ?? []).Add(added), type);
        }
    }

    /// <summary>Returns true if the declaration of a type contains an asynchronous sequence.</summary>
    public static bool IsAsync(Type type, JsonSerializerOptions json) => IsAsync(type, json, []);

    private static bool IsAsync(Type type, JsonSerializerOptions json, HashSet<Type> seen)
    {
        if (!seen.Add(type) || !json.TryGetTypeInfo(type, out var info))
        {
            return false;
        }

        return type.GetInterfaces().Append(type).Any(IsAsyncEnumerable)
            || (info.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary
                && info.ElementType is { } element && IsAsync(element, json, seen))
            || (info.Kind == JsonTypeInfoKind.Object
                && info.Properties.Any(property => property.Get is not null && IsAsync(property.PropertyType, json, seen)));
    }

    private static bool IsAsyncEnumerable(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
}
