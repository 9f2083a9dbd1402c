using System.Text;
using System.Text.Json.Nodes;

namespace FileRoutedApi.Host.Clients;

/// <summary>
/// Removes from an OpenAPI document what NSwag turns into C# that does not compile. Only rules that no C# type can express are lost.
/// </summary>
internal static class CSharpDocument
{
    private const string Components = "#/components/schemas/";

    /// <summary>Returns the simplified document.</summary>
    public static byte[] Simplify(byte[] document)
    {
        var root = JsonNode.Parse(document)!;
        var components = root["components"]?["schemas"] as JsonObject;
        Simplify(root, components, []);

        // A component that is an array would be a record that inherits from a class. Only an array that contains itself is still used.
        var text = root.ToJsonString();
        foreach (var (name, schema) in components?.ToList() ?? [])
        {
            if (Text(schema?["type"]) == "array" && !text.Contains($"\"{Components}{name}\"", StringComparison.Ordinal))
            {
                components!.Remove(name);
            }
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <param name="inlined">The components that contain the node and were put in the place of their references.</param>
    private static void Simplify(JsonNode? node, JsonObject? components, string[] inlined)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Simplify(item, components, inlined);
            }
        }

        if (node is not JsonObject schema)
        {
            return;
        }

        if (NarrowedReference(schema) is { } narrowed)
        {
            schema.Clear();
            schema["$ref"] = narrowed;
        }

        if (Text(schema["$ref"]) is { } reference
            && !inlined.Contains(reference)
            && Component(reference, components) is { } component
            && Text(component["type"]) == "array")
        {
            inlined = [.. inlined, reference];
            schema.Clear();
            foreach (var (name, value) in component)
            {
                schema[name] = value?.DeepClone();
            }
        }

        foreach (var (_, value) in schema.ToList())
        {
            Simplify(value, components, inlined);
        }
    }

    /// <summary>
    /// Returns the reference of an <c>allOf</c> that adds rules to the properties of another schema. NSwag would generate a derived record
    /// whose properties hide those of the other one. Parts with a type of their own are real inheritance.
    /// </summary>
    private static string? NarrowedReference(JsonObject schema)
    {
        if (schema["allOf"] is not JsonArray all)
        {
            return null;
        }

        var parts = all.OfType<JsonObject>().ToList();
        var references = parts.Select(part => Text(part["$ref"])).OfType<string>().ToList();
        return references is [var reference] && !parts.Exists(part => part.ContainsKey("type")) ? reference : null;
    }

    private static JsonObject? Component(string reference, JsonObject? components) =>
        reference.StartsWith(Components, StringComparison.Ordinal) ? components?[reference[Components.Length..]] as JsonObject : null;

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
