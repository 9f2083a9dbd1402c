using System.Collections;
using System.Reflection;
using System.Reflection.Metadata;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// Clears the caches that libraries keep by type. They would keep replaced code in memory. Most libraries offer this for the hot reload of
/// the runtime (<see cref="MetadataUpdateHandlerAttribute"/>).
/// </summary>
internal sealed class TypeCaches
{
    // The classes with caches by type that no handler clears: how minimal APIs bind a type, in each assembly that has this class, and the
    // descriptions of types, which the OpenAPI document asks for.
    private static readonly string[] _byType =
    [
        "Microsoft.AspNetCore.Http.ParameterBindingMethodCache", "System.ComponentModel.TypeDescriptor",
    ];

    // Entity Framework keeps the model of a context for the options of the context. It is expensive, and its types are those of shared code.
    private static readonly string[] _ofSharedCode = ["Microsoft.EntityFrameworkCore.Internal.ServiceProviderCache"];

    private bool _isStale;
    private bool _isSharedCodeStale;

    /// <summary>Notes that code was replaced.</summary>
    /// <param name="isRestart">True if shared code was replaced too.</param>
    public void MarkStale(bool isRestart = false)
    {
        _isStale = true;
        _isSharedCodeStale |= isRestart;
    }

    /// <summary>Clears the caches if code was replaced since the last time.</summary>
    public void ClearIfStale()
    {
        if (!_isStale)
        {
            return;
        }

        var assemblies = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsCollectible && !assembly.IsDynamic).ToList();
        CallHandlers(assemblies);
        Visit(assemblies, _byType, cache =>
        {
            foreach (var type in cache.Keys.OfType<Type>().Where(type => type.IsCollectible).ToList())
            {
                cache.Remove(type);
            }
        });
        if (_isSharedCodeStale)
        {
            Visit(assemblies, _ofSharedCode, cache => cache.Clear());
        }

        _isStale = _isSharedCodeStale = false;
    }

    private static void CallHandlers(List<Assembly> assemblies)
    {
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
    }

    /// <summary>Visits the dictionaries that are reachable from static fields of classes, without leaving their assembly.</summary>
    private static void Visit(List<Assembly> assemblies, string[] classes, Action<IDictionary> visit)
    {
        foreach (var type in assemblies.SelectMany(assembly => classes.Select(assembly.GetType)).OfType<Type>().Distinct())
        {
            var visited = new HashSet<object>(ReferenceEqualityComparer.Instance);
            try
            {
                foreach (var field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                {
                    Visit(field.GetValue(null), type.Assembly, visited, visit);
                }
            }
            catch (InvalidOperationException)
            {
                // Another thread has changed a dictionary: the rest stays until the next change of code.
            }
        }
    }

    private static void Visit(object? value, Assembly library, HashSet<object> visited, Action<IDictionary> visit)
    {
        if (value is null || !visited.Add(value))
        {
            return;
        }

        if (value is IDictionary { IsReadOnly: false } cache)
        {
            visit(cache);
            foreach (var item in cache.Values)
            {
                Visit(item, library, visited, visit);
            }
        }
        else if (value.GetType().Assembly == library)
        {
            foreach (var field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                Visit(field.GetValue(value), library, visited, visit);
            }
        }
    }
}
