using System.Globalization;
using System.Security;
using System.Text;

namespace FileRoutedApi.Compilation.Sdk;

/// <summary>Text as it has to be written into a project file.</summary>
internal static class ProjectText
{
    private const string Special = "%$@'();?*";

    /// <summary>A path whose characters mean themselves, to XML and to MSBuild.</summary>
    /// <remarks>Otherwise MSBuild reads <c>%2F</c> as a slash, a semicolon as the end of an item and <c>$(x)</c> as a property.</remarks>
    public static string OfPath(string path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var character in path)
        {
            _ = Special.Contains(character, StringComparison.Ordinal)
                ? text.Append(CultureInfo.InvariantCulture, $"%{(int)character:X2}")
                : text.Append(character);
        }

        return SecurityElement.Escape(text.ToString());
    }
}
