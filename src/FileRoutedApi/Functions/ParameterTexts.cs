using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Functions;

/// <summary>
/// Applies the rules of texts to the query, the route values and the headers of a request while a function is bound and runs.
/// Functions without such parameters do not have one.
/// </summary>
internal sealed class ParameterTexts
{
    private readonly List<ParameterText> _query = [];
    private readonly List<ParameterText> _route = [];
    private readonly List<ParameterText> _headers = [];
    private readonly Dictionary<string, ParameterText> _form = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="infersBody">Whether an array without an attribute comes from the body instead of the query.</param>
    public ParameterTexts(FunctionSignature signature, IEnumerable<string> routeParameters, bool infersBody)
    {
        foreach (var parameter in signature.Parameters)
        {
            if (!FunctionSignature.BindsItself(parameter.Type) && ParameterText.TryCreate(parameter) is { } text)
            {
                ListFor(parameter, routeParameters, infersBody)?.Add(text);
            }
        }

        foreach (var member in signature.Members.Where(member => member.Attributes.OfType<IFromFormMetadata>().Any()))
        {
            if (ParameterText.TryCreate(member) is { } text)
            {
                _form.TryAdd(text.Name, text);
            }
        }
    }

    /// <summary>Gets the members of types with <c>[AsParameters]</c> that come from fields of a form, by the names of the fields.</summary>
    public IReadOnlyDictionary<string, ParameterText> Form => _form;

    /// <summary>Returns the function itself if it has no such parameters.</summary>
    public RequestDelegate Apply(RequestDelegate bound) => _query.Count + _route.Count + _headers.Count == 0 ? bound : context =>
    {
        List<Action>? changes = null;
        ApplyToQuery(context, ref changes);
        ApplyToRoute(context, ref changes);
        ApplyToHeaders(context, ref changes);
        return changes is null ? bound(context) : CallAsync(bound, context, changes);
    };

    private List<ParameterText>? ListFor(FunctionSignature.Parameter parameter, IEnumerable<string> routeParameters, bool infersBody) =>
        parameter.Attributes.OfType<IFromRouteMetadata>().Any() ? _route
        : parameter.Attributes.OfType<IFromQueryMetadata>().Any() ? _query
        : parameter.Attributes.OfType<IFromHeaderMetadata>().Any() ? _headers
        : parameter.HasSource ? null
        : routeParameters.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase) ? _route
        : parameter.Type.IsArray && infersBody ? null
        : _query;

    private static async Task CallAsync(RequestDelegate bound, HttpContext context, List<Action> changes)
    {
        try
        {
            await bound(context);
        }
        finally
        {
            // What runs around the function sees the request as it came.
            changes.ForEach(undo => undo());
        }
    }

    private void ApplyToQuery(HttpContext context, ref List<Action>? changes)
    {
        if (_query.Count == 0 || context.Request.Query is not { Count: > 0 } query)
        {
            return;
        }

        Dictionary<string, StringValues>? changed = null;
        foreach (var parameter in _query)
        {
            if (query.TryGetValue(parameter.Name, out var texts) && parameter.Read(texts) is var read && !read.Equals(texts))
            {
                changed ??= query.ToDictionary(StringComparer.OrdinalIgnoreCase);
                changed[parameter.Name] = read;
            }
        }

        if (changed is not null)
        {
            var feature = context.Features.Get<IQueryFeature>();
            (changes ??= []).Add(() => context.Features.Set(feature));
            context.Features.Set<IQueryFeature>(new QueryFeature(new QueryCollection(changed)));
        }
    }

    private void ApplyToRoute(HttpContext context, ref List<Action>? changes)
    {
        var values = context.Request.RouteValues;
        foreach (var parameter in _route)
        {
            if (values.GetValueOrDefault(parameter.Name) is string text && parameter.Read(text) is var read && read != text)
            {
                (changes ??= []).Add(() => values[parameter.Name] = text);
                values[parameter.Name] = read.ToString();
            }
        }
    }

    private void ApplyToHeaders(HttpContext context, ref List<Action>? changes)
    {
        var headers = context.Request.Headers;
        foreach (var parameter in _headers)
        {
            if (headers.TryGetValue(parameter.Name, out var texts) && parameter.Read(texts) is var read && !read.Equals(texts))
            {
                (changes ??= []).Add(() => headers[parameter.Name] = texts);
                headers[parameter.Name] = read;
            }
        }
    }
}
