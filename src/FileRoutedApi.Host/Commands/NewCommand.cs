using System.CommandLine;
using FileRoutedApi.Built;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Host.Templates;

namespace FileRoutedApi.Host.Commands;

/// <summary>Writes a new folder that runs, builds and has everything that an editor, tests and a container need.</summary>
internal static class NewCommand
{
    /// <summary>Creates the command with its arguments and options.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("NAME") { Description = "The folder to create. Its last part is the name of the application." };
        folder.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var path }] && !NewFolder.IsName(NameOf(path)))
            {
                result.AddError(
                    $"'{NameOf(path)}' is not a valid name. Write a letter, then letters, digits, '.', '-' and '_', such as my-api.");
            }
        });
        var template = new Option<string>("--template", "-t")
        {
            Description = "What the folder contains: 'api', 'site' (pages too) or 'minimal' (one file).",
            DefaultValueFactory = _ => NewFolder.Templates.First(),
        };
        template.AcceptOnlyFromAmong([.. NewFolder.Templates]);
        var tests = new Option<bool>("--tests") { Description = "Add a test project." };
        var create = new Command("new", "Create a folder that runs, builds, opens in an editor and has a Dockerfile.")
        {
            folder, template, tests,
        };
        create.SetAction((result, stop) =>
            RunAsync(result.GetValue(folder)!, result.GetValue(template)!, result.GetValue(tests), stop));
        return create;
    }

    /// <summary>Returns the name of the application in a new folder: that of the folder.</summary>
    public static string NameOf(string folder) => folder.Length == 0 ? "" : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    /// <summary>Writes the files of a template. Existing files are never changed.</summary>
    /// <exception cref="FileRoutesException">A file exists already (FRA3070), or cannot be written (FRA3071).</exception>
    public static async Task RunAsync(string folder, string template, bool hasTests, CancellationToken stop)
    {
        var files = NewFolder.FilesOf(NameOf(folder), template, hasTests, BuiltFolder.PackageVersion);
        var existing = files.Select(file => Path.Combine(folder, file.Path)).Where(Path.Exists).ToList();
        if (existing.Count > 0)
        {
            throw new FileRoutesException([.. existing.Select(RouteDiagnostics.FileExists)]);
        }

        foreach (var (path, content) in files)
        {
            await WriteAsync(Path.Combine(folder, path), content, stop);
        }

        Console.WriteLine($"Created {ControlCharacters.OnOneLine(folder)}:");
        foreach (var (path, _) in files)
        {
            Console.WriteLine($"  {path}");
        }

        Console.WriteLine();
        Console.WriteLine("Next:");
        if (Path.GetFullPath(folder) != Environment.CurrentDirectory)
        {
            Console.WriteLine($"  cd {ControlCharacters.OnOneLine(folder)}");
        }

        Console.WriteLine($"  {ProgramName.TextIn(Path.GetFullPath(folder))} dev");
    }

    // Fails for a file that was created in the meantime.
    private static async Task WriteAsync(string path, byte[] content, CancellationToken stop)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await file.WriteAsync(content, stop);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FileRoutesException(RouteDiagnostics.FileNotWritten(path, exception.Message));
        }
    }
}
