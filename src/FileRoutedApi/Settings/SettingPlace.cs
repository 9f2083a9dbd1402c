using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace FileRoutedApi.Settings;

/// <summary>Finds where a setting comes from: the line of a settings file, or an environment variable.</summary>
internal static partial class SettingPlace
{
    /// <summary>Adds the places to mistakes in settings, whose texts begin with the key.</summary>
    /// <param name="root">The folder whose settings files are named relative to it.</param>
    public static IEnumerable<RouteDiagnostic> AddTo(IEnumerable<RouteDiagnostic> mistakes, IConfiguration configuration, string root) =>
        mistakes.Select(mistake => Key().Match(mistake.Message) is { Success: true } key
            ? AddTo(mistake, key.Groups["key"].Value, configuration, root)
            : mistake);

    private static RouteDiagnostic AddTo(RouteDiagnostic mistake, string key, IConfiguration configuration, string root) =>
        ProviderOf(configuration, key) switch
        {
            JsonConfigurationProvider json when FileOf(json, root) is var (file, path) && PositionOf(ReadFile(path), key) is { } place =>
                mistake with { File = file, Line = place.Line, Column = place.Column },
            EnvironmentVariablesConfigurationProvider => mistake with
            {
                Message = $"{mistake.Message} {SettingTexts.FromEnvironment(key.Replace(":", "__", StringComparison.Ordinal))}",
            },
            _ => mistake,
        };

    // The last provider that has the setting counts. An unknown key may be that of a section.
    private static IConfigurationProvider? ProviderOf(IConfiguration configuration, string key) => configuration is IConfigurationRoot root
        ? root.Providers.Reverse().FirstOrDefault(provider => provider.TryGet(key, out _) || provider.GetChildKeys([], key).Any())
        : null;

    private static (string Name, string Path)? FileOf(JsonConfigurationProvider provider, string root)
    {
        var path = provider.Source.FileProvider?.GetFileInfo(provider.Source.Path ?? "").PhysicalPath;
        return path is null ? null : (Path.GetRelativePath(root, path).Replace('\\', '/'), path);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Returns the position of a setting in a JSON text; that of the innermost section around it if it is not found.</summary>
    internal static (int Line, int Column)? PositionOf(byte[] text, string key)
    {
        var bom = text.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var reader = new Utf8JsonReader(text.AsSpan(bom), options);
        long? found = null;

        // The containers that the reader is in: the key of each, and the index of the next item of an array.
        var containers = new Stack<(string Path, int Index)>();
        var path = "";
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    containers.Pop();
                    continue;
                }

                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    path = Join(containers.Peek().Path, reader.GetString()!);
                }
                else if (containers.TryPeek(out var array) && array.Index >= 0)
                {
                    containers.Pop();
                    containers.Push(array with { Index = array.Index + 1 });
                    path = Join(array.Path, array.Index.ToString(CultureInfo.InvariantCulture));
                }

                if (IsAtOrAbove(path, key) && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                {
                    found = reader.TokenType == JsonTokenType.PropertyName || found is null ? reader.TokenStartIndex : found;
                }

                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    containers.Push((path, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
                }
            }
        }
        catch (JsonException)
        {
            // The file was changed after it was read.
        }

        return found is { } start ? PositionAt(text, bom + (int)start) : null;
    }

    private static bool IsAtOrAbove(string path, string key) =>
        path.Length > 0
        && key.StartsWith(path, StringComparison.OrdinalIgnoreCase)
        && (key.Length == path.Length || key[path.Length] == ':');

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";

    private static (int Line, int Column) PositionAt(byte[] text, int index)
    {
        var before = text.AsSpan(0, index);
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    [GeneratedRegex("^The setting '(?<key>[^']+)'")]
    private static partial Regex Key();
}
