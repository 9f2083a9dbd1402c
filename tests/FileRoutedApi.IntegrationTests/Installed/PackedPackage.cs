using System.IO.Compression;
using System.Xml.Linq;

namespace FileRoutedApi.IntegrationTests.Installed;

/// <summary>The contents of a package file.</summary>
internal sealed class PackedPackage
{
    private readonly string _file;
    private readonly XElement _metadata;

    private PackedPackage(string file, XElement metadata, IReadOnlyList<string> files)
    {
        _file = file;
        _metadata = metadata;
        Files = files;
    }

    /// <summary>Gets the paths of the files, without those that every package has.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Gets the dependencies with their versions.</summary>
    public IReadOnlyDictionary<string, string> Dependencies => _metadata.Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .ToDictionary(element => element.Attribute("id")!.Value, element => element.Attribute("version")!.Value);

    public static PackedPackage Open(string folder, string id, string extension = "nupkg")
    {
        var file = Path.Combine(folder, $"{id}.{LocalFeed.Version}.{extension}");
        using var archive = ZipFile.OpenRead(file);
        using var nuspec = archive.GetEntry($"{id}.nuspec")!.Open();
        return new PackedPackage(
            file,
            XDocument.Load(nuspec).Root!.Elements().Single(),
            [
                .. archive.Entries.Select(entry => entry.FullName)
                    .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal)
                        && !name.StartsWith("package/", StringComparison.Ordinal)
                        && name != "[Content_Types].xml"),
            ]);
    }

    /// <summary>Returns the text of an element of the metadata; null if there is none.</summary>
    public string? Metadata(string name) => _metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    /// <summary>Returns the content of a file.</summary>
    public byte[] Read(string name)
    {
        using var archive = ZipFile.OpenRead(_file);
        using var content = archive.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
