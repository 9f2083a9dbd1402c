using System.Xml;
using System.Xml.Linq;
using FileRoutedApi.Compilation.Files;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>
/// Determines whether code may be <c>unsafe</c>, which <c>[LibraryImport]</c> needs. The property <c>AllowUnsafeBlocks</c> in the build
/// file or in the file itself allows it.
/// </summary>
internal static class UnsafeCode
{
    private const string Property = "AllowUnsafeBlocks";

    /// <summary>Returns true if a directive of a file-based program allows it for its own file.</summary>
    public static bool IsDirective(string text) =>
        text.StartsWith("#:property", StringComparison.Ordinal)
        && text["#:property".Length..].Split('=', 2, StringSplitOptions.TrimEntries) is [Property, var value] && IsTrue(value);

    /// <summary>Returns true if a file allows it for itself.</summary>
    public static bool IsAllowedIn(SourceFile file) => file.Directives.Any(directive => IsDirective(directive.Text));

    /// <summary>Returns true if the build file allows it for all files.</summary>
    public static bool IsAllowedBy(SourceFile? buildFile)
    {
        try
        {
            return buildFile is not null
                && XDocument.Load(new MemoryStream(buildFile.Bytes)).Descendants()
                    .Any(element => element.Name.LocalName == Property && IsTrue(element.Value.Trim()));
        }
        catch (XmlException)
        {
            // PackageReference reports the error.
            return false;
        }
    }

    private static bool IsTrue(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase);
}
