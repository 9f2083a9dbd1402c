using CsCheck;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.IntegrationTests.Guards;

/// <summary>
/// For any folder and any path: no function of a route file runs unless the guards of its folders ran before, and no path below a folder
/// reaches a file of another folder unless the guard of the first folder ran.
/// </summary>
public class GuardPropertyTests
{
    private const int Folders = 60;

    private static readonly Gen<string> _folderName = Gen.OneOf("a", "b", "[p]", "(g)", "(h)");
    private static readonly Gen<string> _fileName = Gen.OneOf(
        "index.cs", "a.cs", "b.cs", "[p].cs", "[...rest].cs", "[[...rest]].cs", "_middleware.cs", "_middleware.cs", "_404.cs");
    private static readonly Gen<string> _file = Gen.Select(_folderName.Array[0, 3], _fileName, (folders, file) => Name([.. folders, file]));
    private static readonly Gen<string> _segment = Gen.OneOf("a", "b", "A", "c", "", "a%2Fb", "index", "[p]");
    private static readonly Gen<string> _path = _segment.Array[0, 4].Select(segments => "/api/" + string.Join('/', segments));

    // Middleware that applications add before and after the folders. Each request is sent directly and with the prefix that they remove.
    private static readonly Action<WebApplication>[] _pipelines =
    [
        app => app.UseFileRoutes(),
        app =>
        {
            app.UsePathBase("/svc");
            app.UseFileRoutes();
        },
        app =>
        {
            app.Use(TakePrefixOff);
            app.UseFileRoutes();
        },
        app =>
        {
            app.UseFileRoutes();
            app.UsePathBase("/svc");
        },
        app =>
        {
            app.UseFileRoutes();
            app.Use(TakePrefixOff);
            app.UseRouting();
        },
    ];

    private static readonly Gen<(string[] Files, string[] Paths, int Pipeline, int Authorized)> _case =
        Gen.Select(_file.Array[2, 14], _path.Array[20, 30], Gen.Int[0, _pipelines.Length - 1], Gen.Int[0, 3]);

    [Fact]
    public async Task No_function_runs_unless_its_guards_did()
    {
        var ran = 0;
        await _case.SampleAsync(
            async sample =>
            {
                // A part of the folders requires an authenticated user, and no request has one.
                var folder = new InMemoryFolder(
                    sample.Files.Distinct(), file => new MiddlewareConfig { Authorize = RequiresUser(file, sample.Authorized) });
                await using var app = await folder.StartAsync(_pipelines[sample.Pipeline], CancellationToken.None);
                foreach (var path in sample.Paths.SelectMany(path => new[] { path, "/svc" + path }))
                {
                    var response = await InMemoryFolder.GetAsync(app, path, CancellationToken.None);
                    if (response.File is not null)
                    {
                        Interlocked.Increment(ref ran);
                        Check(
                            folder,
                            sample.Authorized,
                            path.StartsWith("/svc", StringComparison.Ordinal) ? path[4..] : path,
                            response.File,
                            response.Guards);
                    }
                }

                return true;
            },
            iter: Folders,
            threads: 1);
        Assert.True(ran > 100, $"Only {ran} of the requests reached a function, so this test has shown nothing.");
    }

    private static bool RequiresUser(RouteFile folder, int authorized) => authorized > 0 && folder.Path.Length % 4 == authorized;

    private static void Check(InMemoryFolder folder, int authorized, string path, string handledBy, IReadOnlyList<string> passed)
    {
        var file = folder.Files.Single(file => file.Path == handledBy);
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var guard in folder.Files.Where(file => file.Role == RouteFileRole.Middleware))
        {
            var isAbove = file.Path.StartsWith(guard.Folder, StringComparison.OrdinalIgnoreCase);
            if (isAbove || MustHold(folder, guard, file, segments))
            {
                Assert.True(passed.Contains(guard.Path), $"'{handledBy}' handled '{path}' and '{guard.Path}' did not run.");
                Assert.False(RequiresUser(guard, authorized), $"'{handledBy}' handled '{path}' although '{guard.Path}' requires a user.");
            }
            else if (!Matches(guard.Segments, segments))
            {
                Assert.False(passed.Contains(guard.Path), $"'{guard.Path}' ran for '{path}', which is not below it.");
            }
        }
    }

    /// <summary>Decides, independently of the product and more coarsely, whether the guard of another folder has to run.</summary>
    private static bool MustHold(InMemoryFolder folder, RouteFile guard, RouteFile file, string[] path)
    {
        var isInGroup = guard.Folder.Contains("/(", StringComparison.Ordinal);
        if (isInGroup || !Matches(guard.Segments, path))
        {
            return false;
        }

        // No file has a literal segment where the folder has a parameter, so none is more specific than the folder.
        return guard.Segments.Index().All(own => own.Item.Kind == RouteSegmentKind.Static
            || !folder.Files.Any(other => other.Segments.Count > own.Index
                && other.Segments[own.Index].Kind == RouteSegmentKind.Static
                && other.Segments[own.Index].Text.Equals(path[own.Index], StringComparison.OrdinalIgnoreCase)));
    }

    private static bool Matches(IReadOnlyList<RouteSegment> folder, string[] path) =>
        path.Length >= folder.Count
        && folder.Zip(path).All(
            pair => pair.First.Kind == RouteSegmentKind.Dynamic || pair.First.Text.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    private static Task TakePrefixOff(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/svc", out var rest))
        {
            context.Request.Path = rest;
            context.SetEndpoint(null);
        }

        return next(context);
    }

    // Each place of the URL has a parameter name of its own.
    private static string Name(string[] parts)
    {
        var place = 0;
        return "api/" + string.Join('/', parts.Select(part =>
        {
            place += part.StartsWith('(') ? 0 : 1;
            return part.Replace("[p]", $"[p{place}]", StringComparison.Ordinal).Replace("rest", $"rest{place}", StringComparison.Ordinal);
        }));
    }
}
