using System.Text.Json;
using System.Text.Json.Serialization;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi;

/// <summary>
/// The body of a request, parsed by its content type: a JSON value, a form with its files, text or bytes.
/// <c>res.Json(req.Body)</c> echoes it.
/// </summary>
[JsonConverter(typeof(Converter))]
public abstract class RequestBody
{
    private protected RequestBody()
    {
    }

    /// <summary>
    /// Gets the body as text. The text of a JSON string is its value; that of any other JSON value is its JSON. A multipart form has none.
    /// </summary>
    public abstract string Text { get; }

    /// <summary>
    /// Gets the bytes as they were received. A part of a body has the bytes of <see cref="Text"/>; a multipart form has none.
    /// </summary>
    public abstract byte[] Bytes { get; }

    /// <summary>Gets the files of a multipart form; empty for any other body.</summary>
    public virtual IReadOnlyList<IFormFile> Files => [];

#nullable disable
    /// <summary>
    /// Gets a property of a JSON object, or the fields and files of a form at and below a name. Null if there is none. If a JSON object
    /// has several properties of one name, the last one is returned, as it is when the body is bound to a type.
    /// </summary>
    /// <param name="name">
    /// The name. Case-insensitive, unless the body is JSON and the application's JSON options are case-sensitive.
    /// </param>
    public virtual RequestBody this[string name] => null;

    /// <summary>Returns <see cref="Text"/>, or null for a missing field and for a JSON null.</summary>
    /// <param name="body">A body, a part of one, or null.</param>
    public static implicit operator string(RequestBody body) => body is null || body.IsNull ? null : body.Text;

    /// <summary>
    /// Reads the body as a <typeparamref name="T"/>: JSON with the application's JSON options, a form by its field names.
    /// </summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <returns>The value; null only if the JSON is null.</returns>
    /// <exception cref="ApiException">400: the body is not valid for the type. The detail contains the JSON path.</exception>
    public T As<T>()
    {
        if (typeof(T) == typeof(string))
        {
            return (T)(object)(string)this;
        }

        if (typeof(T) == typeof(byte[]))
        {
            return (T)(object)Bytes;
        }

        try
        {
            return Deserialize<T>();
        }
        catch (JsonException exception)
        {
            throw BindingProblem.OfJson(exception);
        }
    }
#nullable restore

    internal virtual bool IsNull => false;

    /// <summary>Gets a value indicating whether this is a string, which is sent as text and not as JSON.</summary>
    internal virtual bool IsText => false;

    /// <summary>Returns the body as text.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    internal abstract void WriteTo(Utf8JsonWriter writer);

    private protected abstract T? Deserialize<T>();

    private sealed class Converter : JsonConverter<RequestBody>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(RequestBody));

        public override RequestBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A body is read from a request, not from JSON.");

        public override void Write(Utf8JsonWriter writer, RequestBody value, JsonSerializerOptions options) =>
            value.WriteTo(writer);
    }
}
