using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Modules;

namespace FileRoutedApi.Compilation.Loading;

/// <summary>The assembly of compiled files in a load context of its own, which can be unloaded in development.</summary>
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

    /// <summary>Gets the image, without the bytes of the code.</summary>
    public CompiledImage Image { get; }

    /// <summary>Gets the timestamp of loading.</summary>
    public long LoadedAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>Returns true if it contains a file whose top-level statements have not run. They run once for each image.</summary>
    public bool HasUnused(ImageFile file) => _unused.Contains(file);

    /// <summary>Marks the top-level statements of a file as run.</summary>
    public void Use(ImageFile file) => _unused.Remove(file);

    /// <summary>Returns the types that a file declares, and those that the compiler generated for it.</summary>
    public IEnumerable<Type> TypesOf(string path) => _types.Value[ModuleNames.NamespaceOf(path)];

    /// <summary>Returns the types of an assembly that can be loaded.</summary>
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

    /// <summary>Unloads the code as soon as nothing runs in it anymore.</summary>
    public void Unload()
    {
        if (_context.IsCollectible)
        {
            _context.Unload();
        }
    }
}
