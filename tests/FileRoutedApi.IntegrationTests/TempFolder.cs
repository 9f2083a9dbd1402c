namespace FileRoutedApi.IntegrationTests;

/// <summary>A folder of files that is deleted at the end of its test.</summary>
internal sealed class TempFolder : IDisposable
{
    public const string Handler = "void Handler(ApiRequest req, ApiResponse res) => res.Json(req.Query);\n";

    public TempFolder(params (string Path, string Text)[] files)
    {
        Root = Directory.CreateTempSubdirectory("fra-").FullName;
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    public string Root { get; }

    public void Dispose()
    {
        // WebApplicationFactory disposes its resources more than once.
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
