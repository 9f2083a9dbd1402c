using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FileRoutedApi.Http;

/// <summary>
/// The JSON options of route files: a copy of the application's options that rejects values that a type does not allow. The application's
/// options are not changed, so its other endpoints behave as before.
/// </summary>
internal sealed class RouteJson(IOptions<JsonOptions> application) : IOptions<JsonOptions>
{
    private readonly JsonOptions _options = Create(application.Value.SerializerOptions);

    public JsonSerializerOptions Options => _options.SerializerOptions;

    JsonOptions IOptions<JsonOptions>.Value => _options;

    private static JsonOptions Create(JsonSerializerOptions application)
    {
        var options = new JsonOptions();
        var json = options.SerializerOptions;
        Copy(application, json);
        FiniteNumbers.AddTo(json);
        FilesInJson.AddTo(json);
        json.TypeInfoResolver = json.TypeInfoResolver?.WithAddedModifier(new RequiredValues(application).Apply);
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        return options;
    }

    /// <summary>Copies every property, because the serializer options of <c>JsonOptions</c> cannot be replaced.</summary>
    private static void Copy(JsonSerializerOptions from, JsonSerializerOptions to)
    {
        foreach (var property in typeof(JsonSerializerOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is { IsPublic: true } && !property.IsDefined(typeof(ObsoleteAttribute)))
            {
                property.SetValue(to, property.GetValue(from));
            }
        }

        to.Converters.Clear();
        foreach (var converter in from.Converters)
        {
            to.Converters.Add(converter);
        }
    }
}
