using System.Globalization;
using System.Security;
using System.Text;

namespace FileRoutedApi.Compilation.Sdk;

/// <summary>Escapes text for a project file.</summary>
internal static class ProjectText
{
    private const string Special = "%$@'();?*";

    /// <summary>Escapes a path for XML and MSBuild.</summary>
    /// <remarks>MSBuild reads <c>%2F</c> as a slash, a semicolon as the end of an item and <c>$(x)</c> as a property.</remarks>
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
