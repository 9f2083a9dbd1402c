using System.Reflection;
using System.Reflection.Metadata;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// Clears the caches that libraries keep by type. They would keep replaced code in memory. Libraries offer this for the hot reload of the
/// runtime (<see cref="MetadataUpdateHandlerAttribute"/>).
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
        var handlers = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsCollectible && !assembly.IsDynamic)
            .SelectMany(assembly => assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>())
            .Select(attribute => attribute.HandlerType);
        foreach (var handler in handlers)
        {
            try
            {
                handler
                    .GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Type[])])
                    ?.Invoke(null, [null]);
            }
            catch (TargetInvocationException)
            {
                // A cache that stays costs memory only.
            }
        }
    }
}
