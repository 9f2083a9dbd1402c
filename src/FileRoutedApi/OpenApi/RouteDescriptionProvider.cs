using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.OpenApi;

/// <summary>
/// Describes file routes to ASP.NET Core's API explorer, from which documents are generated. For each operation it creates a minimal API
/// endpoint that is never called, and lets ASP.NET Core's own provider describe it. Parameters and schemas are therefore those of any
/// minimal API.
/// </summary>
internal sealed class RouteDescriptionProvider(
    EndpointDataSource endpoints, FileRoutesSettings settings, IServiceProvider services) : IApiDescriptionProvider
{
    private static readonly Type _endpointProviderType = new ServiceCollection().AddEndpointsApiExplorer()
        .Last(service => service.ServiceType == typeof(IApiDescriptionProvider))
        .ImplementationType!;

    private static readonly ModelMetadata _text = new EmptyModelMetadataProvider().GetMetadataForType(typeof(string));

    // After the provider for the application's own endpoints. It ignores file routes, because they have no MethodInfo in their metadata.
    public int Order => -1000;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        var operations = DescribedRoutes.Of(endpoints.Endpoints.Select(EndpointSlot.Resolve))
            .SelectMany(route => MethodsOf(route.Function)
                .Select(method => (Route: route, Method: method, Id: route.OperationId(method, settings.Table.BasePath))))
            .ToList();
        var otherIds = context.Results
            .Select(description => description.ActionDescriptor.EndpointMetadata)
            .Select(metadata => metadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName)
            .OfType<string>();
        var shared = operations.Select(operation => operation.Id).Concat(otherIds)
            .CountBy(id => id, StringComparer.OrdinalIgnoreCase)
            .Where(count => count.Value > 1)
            .Select(count => count.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (route, method, id) in operations)
        {
            // Operation ids must be unique, so a name from an attribute applies only to the first operation of its function.
            var isOwn = !shared.Contains(id) || (route.HasName && named.Add(id));
            var single = new ApiDescriptionProviderContext([]);
            using var source = new SingleEndpoint(Describe(route, method, isOwn ? id : $"{id}_{route.Distinction(method)}"));
            var provider = (IApiDescriptionProvider)ActivatorUtilities.CreateInstance(
                services, _endpointProviderType, source, ProvidedParameters.Describe(services));
            provider.OnProvidersExecuting(single);
            foreach (var description in single.Results)
            {
                UseClientNames(description, route.Function.Signature);
                DescribedParameter.Correct(description);
                AddPathParameters(description, route);
                context.Results.Add(description);
            }
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }

    /// <summary>
    /// Returns the methods of a function. Those of a <c>Handler</c> come from its attribute. Without one, they are the methods in its text,
    /// and POST if it takes a body, otherwise GET.
    /// </summary>
    private static IEnumerable<string> MethodsOf(RouteFunction function)
    {
        var export = function.Export;
        if (export.Name != RouteExport.AnyMethod)
        {
            return [export.Name];
        }

        return function.Signature.HttpMethods ?? RouteExport.Methods.Where(method =>
            export.MethodsInText.Contains(method) || method == (function.Accepts.Count > 0 ? "POST" : "GET"));
    }

    private RouteEndpoint Describe(DescribedRoute route, string method, string operationId)
    {
        var function = route.Function;
        var comment = DocumentationText.Parse(function.Export.Documentation);
        List<object> metadata =
        [
            .. route.Endpoint.Metadata.Where(item => item is not (IHttpMethodMetadata or IEndpointNameMetadata or IAntiforgeryMetadata)),
            new HttpMethodMetadata([method]),
            new EndpointNameMetadata(operationId),
            function.Signature.Function,
        ];
        if (!metadata.OfType<ITagsMetadata>().Any())
        {
            metadata.Add(new TagsAttribute(TagOf(route.File)));
        }

        if (!metadata.OfType<IEndpointSummaryMetadata>().Any())
        {
            metadata.Add(new EndpointSummaryAttribute(
                DocumentationText.Of(comment.Element("summary")) ?? $"{method} {route.File.Pattern}"));
        }

        if (!metadata.OfType<IEndpointDescriptionMetadata>().Any() && DocumentationText.Of(comment.Element("remarks")) is { } remarks)
        {
            metadata.Add(new EndpointDescriptionAttribute(remarks));
        }

        if (method is not ("GET" or "HEAD" or "OPTIONS"))
        {
            metadata.AddRange(AcceptsOf(function));
        }

        RouteResponses.Describe(metadata, function, comment, route, services);
        return new RouteEndpoint(
            _ => Task.CompletedTask, PatternOf(route), order: 0, new EndpointMetadataCollection(metadata), route.File.Path);
    }

    /// <summary>
    /// Returns the accepted bodies. An <see cref="ApiRequest"/> declares none; one is assumed if the text of the function handles POST.
    /// </summary>
    private static IEnumerable<IAcceptsMetadata> AcceptsOf(RouteFunction function) =>
        function.Accepts.Count > 0 ? function.Accepts.Where(accepts => accepts.RequestType is not null || function.Accepts.Count == 1)
        : function.Signature.TakesRequest && function.Export.MethodsInText.Contains("POST")
            ? [new AcceptsMetadata(["application/json"], typeof(object), isOptional: true)]
        : [];

    private static RoutePattern PatternOf(DescribedRoute route) => RoutePatternFactory.Pattern(
        route.Path,
        route.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(segment => RoutePatternFactory.Segment(segment.StartsWith('{')
            ? RoutePatternFactory.ParameterPart(segment[1..^1])
            : RoutePatternFactory.LiteralPart(segment))));

    /// <summary>
    /// Returns the name of the first folder without group parentheses, or of the file if it is in no folder. Parameters are skipped.
    /// </summary>
    private static string TagOf(RouteFile file) => file.Path.Split('/')[1..^1]
        .Where(folder => !folder.StartsWith('['))
        .Select(folder => folder.Trim('(', ')'))
        .Concat(file.Segments.TakeLast(1)
            .Where(segment => segment.Kind == RouteSegmentKind.Static && file.Path.Contains($"/{segment.Text}.", StringComparison.Ordinal))
            .Select(segment => segment.Text))
        .FirstOrDefault(name => name.Length > 0, RouteFolder.Api);

    /// <summary>Replaces the C# names of members of types with <c>[AsParameters]</c> by the names that clients use.</summary>
    private static void UseClientNames(ApiDescription description, FunctionSignature signature)
    {
        var names = signature.Parameters.Select(parameter => parameter.ClientName).ToList();
        foreach (var declared in description.ParameterDescriptions)
        {
            if (declared.Source != BindingSource.Path && declared.Source != BindingSource.Body)
            {
                declared.Name = names.Find(name => name.Equals(declared.Name, StringComparison.OrdinalIgnoreCase)) ?? declared.Name;
            }
        }
    }

    /// <summary>Declares the path parameters that the function does not take, because it reads them from <c>req.Query</c>.</summary>
    private static void AddPathParameters(ApiDescription description, DescribedRoute route)
    {
        var declared = description.ParameterDescriptions;
        foreach (var (name, segment) in route.Parameters)
        {
            var isArray = route.Function.Signature.CatchAlls
                .Any(parameter => parameter.CatchAll!.Equals(segment.Text, StringComparison.OrdinalIgnoreCase));
            var found = declared.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (!isArray && found is not null)
            {
                found.Name = name;
                continue;
            }

            declared.Insert(route.Parameters.TakeWhile(parameter => parameter.Name != name).Count(), new ApiParameterDescription
            {
                Name = name,
                Type = typeof(string),
                ModelMetadata = _text,
                Source = BindingSource.Path,
                IsRequired = true,
            });
        }

        // A catch-all array is bound through the query internally, which clients must not see. An empty optional catch-all has no
        // parameter.
        foreach (var leftover in declared.Where(parameter => IsCatchAll(parameter) && parameter.Source != BindingSource.Path).ToList())
        {
            declared.Remove(leftover);
        }

        bool IsCatchAll(ApiParameterDescription parameter) => route.File.Segments.Any(segment =>
            segment.IsCatchAll && segment.Text.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class SingleEndpoint(Endpoint endpoint) : EndpointDataSource, IDisposable
    {
        private readonly CancellationTokenSource _never = new();

        public override IReadOnlyList<Endpoint> Endpoints { get; } = [endpoint];

        public override IChangeToken GetChangeToken() => new CancellationChangeToken(_never.Token);

        public void Dispose() => _never.Dispose();
    }
}
