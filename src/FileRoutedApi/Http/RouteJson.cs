using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FileRoutedApi.Http;

/// <summary>
/// The JSON options of route files: those of the application, but reading a value that a type does not allow is an error.
/// The application's own options stay as they are, so its other endpoints do not change.
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

    /// <summary>ASP.NET Core takes options by their holder, whose options cannot be replaced. So every property is copied.</summary>
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
