using System.Diagnostics;
using CsCheck;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Tests.Routing;

/// <summary>The policy leaves out an endpoint that is never chosen, and changes no choice.</summary>
public class ExportedMethodPolicyTests
{
    private static readonly string[] _methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PURGE"];

    // GET is more frequent than the others, as in real folders. No method stands for a function that handles all.
    private static readonly string[][] _exported =
        [["GET", "HEAD"], ["GET", "HEAD"], ["GET", "HEAD", "POST"], ["POST"], ["PUT", "DELETE"], ["PURGE"], ["OPTIONS"], []];

    [Fact]
    public void The_policy_changes_no_choice() =>
        Gen.Select(RouteFiles.Valid, Gen.Int[0, _exported.Length - 1].Array[8], Gen.Bool.Array[8], RouteFiles.RequestPath.Array[1, 6]).Sample(
            (files, exports, preflight, paths) =>
            {
                var endpoints = RouteTable.Create(files, RouteTableOptions.Default).Routes
                    .SelectMany((file, i) => EndpointsOf(file, _exported[exports[i % 8]], preflight[i % 8]))
                    .ToList();
                var with = CreateMatcher(endpoints, new ExportedMethodPolicy());
                var without = CreateMatcher(endpoints, null);
                return paths.All(path => _methods.All(method =>
                    Choose(with, method, path, isPreflight: false) == Choose(without, method, path, isPreflight: false)
                    && Choose(with, method, path, isPreflight: true) == Choose(without, method, path, isPreflight: true)));
            },
            iter: 200);

    [Fact]
    public void Only_a_function_of_the_same_file_makes_the_endpoint_for_other_methods_redundant()
    {
        var policy = new ExportedMethodPolicy();
        var pattern = RoutePatternFactory.Parse("/api/{id}");
        var function = Function(pattern, ["GET"], acceptsPreflight: false);
        var other = Other(pattern);
        var ofAnotherFile = Other(RoutePatternFactory.Parse("/api/{id}"));

        Assert.False(policy.AppliesToEndpoints([function]));
        Assert.False(policy.AppliesToEndpoints([other, ofAnotherFile]));
        Assert.False(policy.AppliesToEndpoints([function, ofAnotherFile]));
        Assert.True(policy.AppliesToEndpoints([function, other, ofAnotherFile]));
        Assert.Equal([function, ofAnotherFile], policy.GetEdges([function, other, ofAnotherFile]).Single().Endpoints);
    }

    private static IEnumerable<Endpoint> EndpointsOf(RouteFile file, string[] exported, bool acceptsPreflight)
    {
        var pattern = RoutePatterns.Create(file);
        return exported.Length == 0
            ? [Build(pattern, file.Path, FunctionOf(file))]
            : [Function(pattern, exported, acceptsPreflight, file), Other(pattern, file)];
    }

    private static RouteEndpoint Function(RoutePattern pattern, string[] exported, bool acceptsPreflight, RouteFile? file = null) => Build(
        pattern,
        $"{file?.Path} {string.Join(',', exported)}",
        FunctionOf(file),
        new HttpMethodMetadata(exported, acceptsPreflight));

    private static RouteFileMetadata FunctionOf(RouteFile? file) =>
        new(file!, new RouteFunction(null!, null!, [], ReadsBody: false, IsValidated: false));

    private static RouteEndpoint Other(RoutePattern pattern, RouteFile? file = null) =>
        Build(pattern, $"{file?.Path} others", new RouteFileMetadata(file!, null));

    private static RouteEndpoint Build(RoutePattern pattern, string name, params object[] metadata) =>
        new(_ => Task.CompletedTask, pattern, 0, new EndpointMetadataCollection(metadata), name);

    private static RequestDelegate CreateMatcher(IEnumerable<Endpoint> endpoints, MatcherPolicy? policy)
    {
        var services = new ServiceCollection().AddLogging().AddRouting().AddSingleton(new DiagnosticListener("tests"));
        if (policy is not null)
        {
            services.AddSingleton(policy);
        }

        var app = new ApplicationBuilder(services.BuildServiceProvider());
        app.UseRouting();
        app.Use(_ => _ => Task.CompletedTask);
        ((IEndpointRouteBuilder)app.Properties["__EndpointRouteBuilder"]!).DataSources.Add(new DefaultEndpointDataSource(endpoints));
        return app.Build();
    }

    private static string? Choose(RequestDelegate matcher, string method, string path, bool isPreflight)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.Method = isPreflight ? "OPTIONS" : method;
        if (isPreflight)
        {
            context.Request.Headers.Origin = "https://app.example";
            context.Request.Headers.AccessControlRequestMethod = method;
        }

        var matching = matcher(context);
        Assert.True(matching.IsCompletedSuccessfully);
        return context.GetEndpoint()?.DisplayName;
    }
}
