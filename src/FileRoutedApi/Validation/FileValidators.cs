using System.Collections.Concurrent;

namespace FileRoutedApi.Validation;

/// <summary>The validators that one file sees, by the types of values that they validate.</summary>
/// <remarks>It holds no validator of another file, so that it does not keep the code of one that was replaced.</remarks>
internal sealed class FileValidators(IReadOnlyList<RouteValidator> validators)
{
    private readonly ConcurrentDictionary<Type, RouteValidator[]> _byType = new();
    private readonly ConcurrentDictionary<Type, bool> _items = new();

    /// <summary>Gets the validators of a value: those of its own type, of its base types and of its interfaces.</summary>
    public IReadOnlyList<RouteValidator> For(Type type) =>
        _byType.GetOrAdd(type, static (type, all) => [.. all.Where(validator => validator.Validated.IsAssignableFrom(type))], validators);

    /// <summary>Returns true if the items of a collection may have a validator.</summary>
    public bool MayValidateItems(Type type) =>
        _items.GetOrAdd(type, static (type, self) => CollectionItems.TypeOf(type) is { } item && self.MayValidate(item), this);

    /// <summary>Returns true if a value that is declared with this type, or an item of it, may have a validator.</summary>
    public bool MayValidate(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return validators.Any(validator => validator.Validated.IsAssignableFrom(type) || (type != typeof(object) && type.IsAssignableFrom(validator.Validated)))
            || (CollectionItems.TypeOf(type) is { } item && item != type && MayValidate(item));
    }
}
