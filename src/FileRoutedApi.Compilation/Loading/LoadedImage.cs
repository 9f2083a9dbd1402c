using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Modules;

namespace FileRoutedApi.Compilation.Loading;

/// <summary>Compiled route files as they run. Goes when the last of its modules does.</summary>
internal sealed class LoadedImage
{
    private readonly AssemblyLoadContext _context;
    private readonly Lazy<ILookup<string, Type>> _types;
    private readonly HashSet<ImageFile> _unused;

    public LoadedImage(CompiledImage image, AssemblyLoadContext context)
    {
        _context = context;
        _unused = [.. image.Files];
        Image = image with { Assembly = [], Symbols = [] };
        Assembly = context.LoadFromStream(new MemoryStream(image.Assembly), new MemoryStream(image.Symbols));
        _types = new(() => TypesOf(Assembly).ToLookup(type => type.Namespace ?? ""));
    }

    public Assembly Assembly { get; }

    /// <summary>What was loaded, without the code.</summary>
    public CompiledImage Image { get; }

    /// <summary>When it was loaded: what is newer has the say about a type of the same name.</summary>
    public long LoadedAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>Whether it holds a file whose statements have not run yet. They run once.</summary>
    public bool Holds(ImageFile file) => _unused.Contains(file);

    /// <summary>Notes that the statements of a file run.</summary>
    public void Use(ImageFile file) => _unused.Remove(file);

    /// <summary>The types that a file declares, and those that the compiler made for it.</summary>
    public IEnumerable<Type> TypesOf(string path) => _types.Value[ModuleNames.NamespaceOf(path)];

    /// <summary>The types of an assembly that can be loaded.</summary>
    public static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    /// <summary>Lets the code go once nothing runs in it any more.</summary>
    public void Unload()
    {
        if (_context.IsCollectible)
        {
            _context.Unload();
        }
    }
}
