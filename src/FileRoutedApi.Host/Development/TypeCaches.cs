using System.Reflection;
using System.Reflection.Metadata;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// What libraries remember of types that are gone. They offer to forget it for the hot reload of the runtime
/// (<see cref="MetadataUpdateHandlerAttribute"/>); here it lets the code that was replaced go.
/// </summary>
internal static class TypeCaches
{
    public static void Clear()
    {
        foreach (var attribute in AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsCollectible && !assembly.IsDynamic).SelectMany(assembly => assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>()))
        {
            try
            {
                attribute.HandlerType
                    .GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Type[])])
                    ?.Invoke(null, [null]);
            }
            catch (TargetInvocationException)
            {
                // What it goes on remembering costs memory only.
            }
        }
    }
}
