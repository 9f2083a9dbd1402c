using System.Reflection;
using System.Runtime.Loader;

namespace FileRoutedApi.Compilation;

/// <summary>Compiled route files as they run. Goes when the last of its modules does.</summary>
internal sealed class LoadedImage
{
    private readonly AssemblyLoadContext _context;
    private readonly Lazy<ILookup<string, Type>> _types;

    public LoadedImage(CompiledImage image, AssemblyLoadContext context)
    {
        _context = context;
        Documentation = image.Documentation;
        Assembly = context.LoadFromStream(new MemoryStream(image.Assembly), new MemoryStream(image.Symbols));
        _types = new(() => ApplicationCode.TypesOf(Assembly).ToLookup(type => type.Namespace ?? ""));
    }

    public Assembly Assembly { get; }

    /// <summary>The documentation comments of its types.</summary>
    public byte[] Documentation { get; }

    /// <summary>The types that a file declares, and those that the compiler made for it.</summary>
    public IEnumerable<Type> TypesOf(string path) => _types.Value[ModuleNames.NamespaceOf(path)];

    /// <summary>Lets the code go once nothing runs in it any more.</summary>
    public void Unload()
    {
        if (_context.IsCollectible)
        {
            _context.Unload();
        }
    }
}
