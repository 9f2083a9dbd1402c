using System.Collections.Concurrent;

namespace FileRoutedApi.Validation;

/// <summary>The validators that apply in one file: its own and those of shared code.</summary>
/// <remarks>Holds no validators of other files, because it would prevent their assemblies from being unloaded after a reload.</remarks>
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

    /// <summary>Returns true if a value of this declared type, or one of its items, may have a validator.</summary>
    public bool MayValidate(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return validators.Any(validator =>
                validator.Validated.IsAssignableFrom(type) || (type != typeof(object) && type.IsAssignableFrom(validator.Validated)))
            || (CollectionItems.TypeOf(type) is { } item && item != type && MayValidate(item));
    }
}
