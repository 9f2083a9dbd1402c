namespace FileRoutedApi.Http;

/// <summary>Paths as the serializer writes them: <c>$.items[0]['a b']</c>.</summary>
internal static class JsonPath
{
    public static string Step(string name) =>
        name.Length > 0 && name.All(character => char.IsLetterOrDigit(character) || character is '_' or '-' or '$') ? $".{name}" : $"['{name}']";
}
