using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Functions;

/// <summary>
/// Prepares the query, route values and headers of a request for binding (see <see cref="ParameterText"/>). The changes are undone when the
/// function has run.
/// </summary>
internal sealed class ParameterTexts
{
    private readonly List<ParameterText> _query = [];
    private readonly List<ParameterText> _route = [];
    private readonly List<ParameterText> _headers = [];
    private readonly Dictionary<string, ParameterText> _form = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="infersBody">True if an array without an attribute is bound from the body instead of the query.</param>
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

    /// <summary>Gets the members of types with <c>[AsParameters]</c> that are bound from form fields, by field name.</summary>
    public IReadOnlyDictionary<string, ParameterText> Form => _form;

    /// <summary>Wraps a bound function. Returns the function itself if no parameter needs preparation.</summary>
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
            // Middleware must see the request of the client after the function has run.
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
