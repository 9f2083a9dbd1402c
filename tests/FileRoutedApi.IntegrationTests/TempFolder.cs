namespace FileRoutedApi.IntegrationTests;

/// <summary>A folder of files that goes with its test.</summary>
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
        // A factory of applications disposes what it holds more than once.
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
