using CsCheck;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

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
                var with = new Matcher(endpoints, new ExportedMethodPolicy());
                var without = new Matcher(endpoints);
                return paths.All(path => _methods.All(method =>
                    with.Choose(method, path) == without.Choose(method, path)
                    && with.Choose(method, path, isPreflight: true) == without.Choose(method, path, isPreflight: true)));
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
}
