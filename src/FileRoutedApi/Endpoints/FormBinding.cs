using System.Reflection;
using System.Text.Json;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds <c>[FromForm]</c> parameters by the same rules as <see cref="ApiRequest{T}"/>.</summary>
/// <remarks>
/// ASP.NET Core sees such a parameter as a keyed service (<see cref="FormFunction"/>), and a service provider for this call returns the
/// value. The form binder of ASP.NET Core has different rules, and its static cache would prevent the types of route files from being
/// unloaded.
/// </remarks>
internal sealed class FormBinding
{

    private static readonly string[] _contentTypes = ["multipart/form-data", "application/x-www-form-urlencoded"];

    private readonly IReadOnlyList<FormParameter> _parameters;
    private readonly IReadOnlyDictionary<string, ParameterText> _texts;
    private readonly JsonSerializerOptions _json;

    private FormBinding(
        MethodInfo function,
        IReadOnlyList<FormParameter> parameters,
        IReadOnlyDictionary<string, ParameterText> texts,
        JsonSerializerOptions json)
    {
        _parameters = parameters;
        _texts = texts;
        _json = json;
        Function = new FormFunction(function, parameters);
    }

    /// <summary>Gets the function for ASP.NET Core, with keyed services in place of form parameters.</summary>
    public MethodInfo Function { get; }

    /// <summary>Returns null if the function has no <c>[FromForm]</c> parameters.</summary>
    /// <param name="texts">The form fields that ASP.NET Core binds itself, to members of a type with <c>[AsParameters]</c>.</param>
    public static FormBinding? TryCreate(MethodInfo function, IReadOnlyDictionary<string, ParameterText> texts, JsonSerializerOptions json)
    {
        var parameters = ParametersOf(function).Select(parameter => new FormParameter(parameter)).ToList();
        return parameters.Count + texts.Count == 0 ? null : new FormBinding(function, parameters, texts, json);
    }

    /// <summary>Returns the parameters that are bound from a form.</summary>
    public static IEnumerable<ParameterInfo> ParametersOf(MethodInfo function) => function.GetParameters().Where(parameter =>
        parameter.GetCustomAttributes(inherit: true).Any(attribute => attribute is IFromFormMetadata) && IsRead(parameter.ParameterType));

    /// <summary>Adds the accepted content types to the metadata, like ASP.NET Core's own binder.</summary>
    /// <exception cref="InvalidOperationException">Another parameter reads the body in a different format.</exception>
    public void AddMetadata(EndpointBuilder builder)
    {
        var others = builder.Metadata.OfType<IAcceptsMetadata>().ToList();
        if (others.Any(accepts => accepts.ContentTypes.Contains("application/json")))
        {
            throw new InvalidOperationException(SignatureTexts.FormAndJson());
        }

        if (others.Count == 0 && _parameters is [var first, ..])
        {
            builder.Metadata.Add(new AcceptsMetadata(_contentTypes, first.Type, _parameters.All(parameter => parameter.IsOptional)));
        }
    }

    /// <summary>Reads the form, and provides the values of the form parameters while <paramref name="bound"/> binds them.</summary>
    public RequestDelegate Provide(RequestDelegate bound) => async context =>
    {
        if (await ReadAsync(context) is not { } form)
        {
            throw ApiException.InvalidBody(ProblemTexts.BodyOrNullMissing);
        }

        if (_texts.Count > 0)
        {
            context.Features.Set<IFormFeature>(new FormFeature(new NormalizedForm(form, _texts)));
        }

        if (_parameters.Count == 0)
        {
            await bound(context);
            return;
        }

        var root = FormNode.Of(FieldsOf(form), form.Files);
        var values = _parameters.ToDictionary(parameter => parameter, parameter => parameter.Read(root, form.Files, _json));
        var services = new FormServices(context, values);
        context.RequestServices = services;
        try
        {
            await bound(context);
        }
        finally
        {
            services.Restore();
        }
    };

    /// <summary>Returns null if a form is required and the request has none.</summary>
    private async ValueTask<IFormCollection?> ReadAsync(HttpContext context)
    {
        BodyType.CheckAntiforgery(context);

        if (!context.Request.HasFormContentType)
        {
            return RequestBodyPresence.MayHaveBody(context)
                    ? throw ApiException.UnsupportedMediaType(context.Request.ContentType, ProblemTexts.FormTypes)
                : _parameters.All(parameter => parameter.IsOptional) ? FormCollection.Empty
                : null;
        }

        return await context.Request.ReadFormAsync(context.RequestAborted);
    }

    private static bool IsRead(Type type) =>
        type != typeof(IFormFile) && type != typeof(IFormFileCollection) && type != typeof(IFormCollection)
        && type != typeof(StringValues) && type != typeof(StringValues?);

    private static RequestQuery FieldsOf(IFormCollection form)
    {
        var fields = new RequestQuery();
        foreach (var (name, texts) in form)
        {
            fields[name] = texts is [{ } single] ? new QueryValue(single) : new QueryValue(texts.ToArray()!);
        }

        return fields;
    }
}
