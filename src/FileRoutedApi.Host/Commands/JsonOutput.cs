using System.Text.Encodings.Web;
using System.Text.Json;
using FileRoutedApi.Host.Logging;

namespace FileRoutedApi.Host.Commands;

/// <summary>The JSON that commands print.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns a value as indented JSON that a terminal can show.</summary>
    // The serializer does not escape characters that change the direction of text.
    public static string Of(object value) => string.Join(
        Environment.NewLine,
        JsonSerializer.Serialize(value, _options).ReplaceLineEndings("\n").Split('\n').Select(ControlCharacters.OnOneLine));
}
