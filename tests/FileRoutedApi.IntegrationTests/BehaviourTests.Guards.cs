
namespace FileRoutedApi.IntegrationTests;

public abstract partial class BehaviourTests
{
    private static readonly string[] _guardedFolders = [.. Directory
        .GetFiles(Path.Combine(App.FolderOf("behaviour"), "api", "guards"), "_middleware.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(App.FolderOf("behaviour"), Path.GetDirectoryName(file)!).Replace('\\', '/') + "/")];

    // Every combination of segments, and every spelling that a server or a router may interpret differently.
    private static readonly string[] _places =
        ["literal", "nested", "acme", "shared", "grouped", "org", "inner", "keys", "x", "in", "out", "show", "deep", "home"];

    private static readonly Func<string, string>[] _spellings =
    [
        path => path,
        path => path + "/",
        path => path.ToUpperInvariant().Replace("/API/GUARDS", "/api/guards", StringComparison.Ordinal),
        path => path.Replace("/api/guards/", "/api/guards//", StringComparison.Ordinal),
        path => path.Insert(path.LastIndexOf('/'), "/"),
        path => path.Insert(path.LastIndexOf('/'), "/."),
        path => path.Insert(path.LastIndexOf('/'), "/nothing/.."),
        path => path[..^1] + Uri.HexEscape(path[^1]),
    ];

    public static TheoryData<string> GuardedPaths() => [.. from first in _places.Take(6) select first];

    [Theory]
    [MemberData(nameof(GuardedPaths))]
    public async Task No_function_runs_unless_the_guards_of_its_folders_did(string first)
    {
        string[] rest = ["", .. _places, .. _places.SelectMany(second => _places.Skip(6).Select(third => $"{second}/{third}"))];
        foreach (var path in rest.Select(end => $"/api/guards/{first}/{end}".TrimEnd('/'))
            .SelectMany(path => _spellings.Select(spell => spell(path)))
            .Distinct())
        {
            using var response = await _client.GetAsync(path, Stop);
            var file = response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(Stop) : "";
            var passed = response.Headers.TryGetValues("X-Guard", out var values) ? values.ToList() : [];
            foreach (var folder in _guardedFolders.Where(folder => file.StartsWith(folder, StringComparison.Ordinal)))
            {
                Assert.True(
                    passed.Contains(folder),
                    $"{file} handled {path} and the guard of {folder} did not run, but {string.Join(", ", passed)}");
            }
        }
    }

    // Files of other folders that handle paths below a guarded folder: the path decides, not the place of the file.
    [Theory]
    [InlineData("/api/guards/literal/none", "api/guards/[...all].cs", "api/guards/literal/")]
    [InlineData("/api/guards//literal/x", "api/guards/[...all].cs", "api/guards/literal/")]
    [InlineData("/api/guards/acme/keys/show", "api/guards/[tenant]/[part]/show.cs", "api/guards/[tenant]/keys/")]
    [InlineData("/api/guards/acme/keys/other", "api/guards/[...all].cs", "api/guards/[tenant]/keys/")]
    [InlineData("/api/guards/acme//keys", "api/guards/[...all].cs", "api/guards/[tenant]/keys/")]
    [InlineData("/api/guards/acme/other/show", "api/guards/[tenant]/[part]/show.cs", "")]
    [InlineData("/api/guards/literal/keys/show", "api/guards/[tenant]/[part]/show.cs", "api/guards/literal/,api/guards/[tenant]/keys/")]
    [InlineData("/api/guards/org/7/other", "api/guards/org/[...rest].cs", "api/guards/org/[id]/")]
    [InlineData("/api/guards/nested/inner/deep", "api/guards/nested/[part]/deep.cs", "api/guards/nested/,api/guards/nested/inner/")]
    [InlineData("/api/guards/nested/other/deep", "api/guards/nested/[part]/deep.cs", "api/guards/nested/")]
    [InlineData("/api/guards/grouped", "api/guards/(group)/grouped.cs", "api/guards/(group)/")]
    [InlineData("/api/guards/shared/in", "api/guards/(group)/shared/in.cs", "api/guards/(group)/,api/guards/(group)/shared/")]
    [InlineData("/api/guards/shared/out", "api/guards/(open)/shared/out.cs", "")]
    [InlineData("/api/guards/shared/none", "api/guards/[...all].cs", "api/guards/(group)/shared/")]
    public async Task A_folder_applies_to_every_path_below_it(string path, string file, string guards)
    {
        using var response = await _client.GetAsync(path, Stop);

        Assert.Equal(
            (file, guards),
            (
                await response.Content.ReadAsStringAsync(Stop),
                response.Headers.TryGetValues("X-Guard", out var values) ? string.Join(',', values) : ""));
    }
}
