using System.Text.Json;
using System.Text.Json.Serialization;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi;

/// <summary>
/// A request's body, parsed by its content type: a JSON value, the fields and files of a form, text or bytes.
/// <c>res.Json(req.Body)</c> echoes it.
/// </summary>
[JsonConverter(typeof(JsonShape))]
public abstract class RequestBody
{
    private protected RequestBody()
    {
    }

    /// <summary>The body as text. For a JSON string its value, for other JSON the JSON itself, for a form with files the empty string.</summary>
    public abstract string Text { get; }

    /// <summary>The bytes as they came; those of <see cref="Text"/> for a part of a body, none for a form with files.</summary>
    public abstract byte[] Bytes { get; }

    /// <summary>The files of a multipart form; none for any other body.</summary>
    public virtual IReadOnlyList<IFormFile> Files => [];

#nullable disable
    /// <summary>
    /// A property of a JSON object, or the fields and files of a form at and below a name; null where there is none. Of several properties of one name the last counts, as
    /// it does for a body that is bound to a type.
    /// </summary>
    /// <param name="name">The name, case-insensitive unless the app's JSON options say otherwise for JSON.</param>
    public virtual RequestBody this[string name] => null;

    /// <summary><see cref="Text"/>, or null for a missing field and for JSON's null.</summary>
    /// <param name="body">The body or a part of it, or null.</param>
    public static implicit operator string(RequestBody body) => body is null || body.IsNull ? null : body.Text;

    /// <summary>The body as a <typeparamref name="T"/>: JSON by the app's JSON options, a form by its field names.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <returns>The value; null only where the JSON says null.</returns>
    /// <exception cref="ApiException">400 where the body does not fit the type; the detail names the JSON path.</exception>
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

    /// <summary>Whether it is a string, so that it is sent as one.</summary>
    internal virtual bool IsText => false;

    /// <summary>The body as text.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    internal abstract void WriteTo(Utf8JsonWriter writer);

    private protected abstract T? Deserialize<T>();

    private sealed class JsonShape : JsonConverter<RequestBody>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(RequestBody));

        public override RequestBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A body is read from a request, not from JSON.");

        public override void Write(Utf8JsonWriter writer, RequestBody value, JsonSerializerOptions options) =>
            value.WriteTo(writer);
    }
}
