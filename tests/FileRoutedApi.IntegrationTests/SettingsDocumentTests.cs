using System.Text.RegularExpressions;
using FileRoutedApi.Host.Settings;
using FileRoutedApi.Settings;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The table of docs/settings.md lists the keys that are read, and no others.</summary>
public partial class SettingsDocumentTests
{
    [Fact]
    public void The_table_lists_every_key()
    {
        var keys = SettingKeys.Of(typeof(FileRoutesOptions)).Concat(SettingKeys.Of(typeof(HostSettings)));

        Assert.Equal(keys.Order(StringComparer.Ordinal), DocumentedKeys().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_library_rejects_exactly_the_keys_of_the_host() => Assert.Equal(
        typeof(HostSettings).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal),
        SettingKeys.OfHost.Order(StringComparer.Ordinal));

    // The first cell of a row may have several keys. Those that begin with a colon are in the section of the first.
    private static IEnumerable<string> DocumentedKeys() =>
        from row in File.ReadLines(Path.Combine(ExampleApp.Repository, "docs/settings.md")).TakeWhile(line => line != "## Other sections")
        where row.StartsWith("| `", StringComparison.Ordinal)
        let keys = CodeSpan.Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value).ToList()
        from key in keys
        select key[0] == ':' ? keys[0].Split(':')[0] + key : key;

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan { get; }
}
