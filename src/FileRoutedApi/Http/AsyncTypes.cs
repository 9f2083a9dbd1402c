using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FileRoutedApi.Http;

/// <summary>
/// The types of values that one route file sends and that contain an <see cref="IAsyncEnumerable{T}"/>. Only an asynchronous
/// serialization reads one, and an exception for each response says so too slowly.
/// </summary>
internal sealed class AsyncTypes
{
    private ImmutableHashSet<Type>? _types;

    public bool Contains(Type type) => _types is { } types && types.Contains(type);

    /// <summary>Returns true if the exception is the serializer's word for a value that has to be serialized asynchronously.</summary>
    public static bool IsNeeded(NotSupportedException exception) =>
        exception.Source == typeof(JsonSerializer).Assembly.GetName().Name && exception.Message.Contains("async serialization", StringComparison.Ordinal);

    /// <summary>Remembers a type, unless only the value of one call has made it asynchronous.</summary>
    public void Add(Type type, JsonSerializerOptions json)
    {
        if (IsAsync(type, json, []))
        {
            ImmutableInterlocked.Update(ref _types, static (types, added) => (types ?? []).Add(added), type);
        }
    }

    private static bool IsAsync(Type type, JsonSerializerOptions json, HashSet<Type> seen)
    {
        if (!seen.Add(type) || !json.TryGetTypeInfo(type, out var info))
        {
            return false;
        }

        return type.GetInterfaces().Append(type).Any(item => item.IsGenericType && item.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
            || (info.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary && info.ElementType is { } element && IsAsync(element, json, seen))
            || (info.Kind == JsonTypeInfoKind.Object && info.Properties.Any(property => property.Get is not null && IsAsync(property.PropertyType, json, seen)));
    }
}
