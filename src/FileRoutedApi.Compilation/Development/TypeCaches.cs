using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Reflection.Metadata;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// Clears the caches that libraries keep by type. They would keep replaced code in memory. Most libraries offer this for the hot reload of
/// the runtime (<see cref="MetadataUpdateHandlerAttribute"/>).
/// </summary>
internal sealed class TypeCaches
{
    private bool _isStale;

    /// <summary>Notes that code was replaced.</summary>
    public void MarkStale() => _isStale = true;

    /// <summary>Clears the caches if code was replaced since the last time.</summary>
    public void ClearIfStale()
    {
        if (!_isStale)
        {
            return;
        }

        _isStale = false;
        var assemblies = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsCollectible && !assembly.IsDynamic).ToList();
        foreach (var handler in assemblies.SelectMany(assembly => assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>()))
        {
            try
            {
                handler.HandlerType
                    .GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Type[])])
                    ?.Invoke(null, [null]);
            }
            catch (TargetInvocationException)
            {
                // A cache that stays costs memory only.
            }
        }

        foreach (var holder in assemblies.SelectMany(HoldersIn).Distinct())
        {
            var visited = new HashSet<object>(ReferenceEqualityComparer.Instance);
            try
            {
                foreach (var field in holder.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                {
                    RemoveTypes(field.GetValue(null), holder.Assembly, visited);
                }
            }
            catch (InvalidOperationException)
            {
                // Another thread has changed a dictionary: the rest stays until the next change of code.
            }
        }
    }

    /// <summary>
    /// Returns the classes whose caches no handler clears: how minimal APIs bind a type, in each assembly that has this class, and the
    /// descriptions of types, which the OpenAPI document asks for.
    /// </summary>
    private static IEnumerable<Type> HoldersIn(Assembly assembly) =>
        new[] { assembly.GetType("Microsoft.AspNetCore.Http.ParameterBindingMethodCache"), assembly.GetType(typeof(TypeDescriptor).FullName!) }
            .OfType<Type>();

    /// <summary>Removes the types that can be unloaded from the dictionaries that an object of a library holds.</summary>
    private static void RemoveTypes(object? value, Assembly library, HashSet<object> visited)
    {
        if (value is null || !visited.Add(value))
        {
            return;
        }

        if (value is IDictionary cache)
        {
            foreach (var type in cache.Keys.OfType<Type>().Where(type => type.IsCollectible).ToList())
            {
                cache.Remove(type);
            }

            foreach (var item in cache.Values)
            {
                RemoveTypes(item, library, visited);
            }
        }
        else if (value.GetType().Assembly == library)
        {
            foreach (var field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                RemoveTypes(field.GetValue(value), library, visited);
            }
        }
    }
}
