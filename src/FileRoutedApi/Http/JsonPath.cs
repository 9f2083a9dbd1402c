namespace FileRoutedApi.Http;

/// <summary>JSON paths in the notation of the serializer: <c>$.items[0]['a b']</c>.</summary>
internal static class JsonPath
{
    public static string Step(string name) =>
        name.Length > 0 && name.All(character => char.IsLetterOrDigit(character) || character is '_' or '-' or '$')
            ? $".{name}"
            : $"['{name}']";
}
