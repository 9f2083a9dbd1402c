using System.Diagnostics;
using FileRoutedApi.Host.Building;
using FileRoutedApi.IntegrationTests.Installed;

namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>
/// The folder in which the commands of a page run: a copy of what the commands of this repository may change, a folder that stands for
/// <c>/tmp</c>, and the programs <c>fra</c> and <c>dotnet</c>, which use the built host instead of building it.
/// </summary>
internal sealed class PageFolder : IDisposable
{
    private static readonly string[] _copied = ["api", "app", "samples"];
    private static readonly string[] _notCopied = ["bin", "obj", "tests", "node_modules", "files"];

    // A page with a missing mark must not change the machine.
    private const string Refusal = "echo \"the tests do not run '$(basename \"$0\") $*': mark it as not run\" >&2; exit 1";
    private static readonly string[] _refused = ["npx", "npm", "docker", "kubectl", "rsync", "git", "sudo", "apt-get", "systemctl"];

    private readonly TempFolder _folder = new();

    public PageFolder()
    {
        foreach (var name in _copied)
        {
            Copy(Path.Combine(ExampleApp.Repository, name), Path.Combine(Repository, name));
        }

        // Files of the copies refer to the projects.
        Directory.CreateSymbolicLink(Path.Combine(Repository, "src"), Path.Combine(ExampleApp.Repository, "src"));
        Directory.CreateDirectory(Temporary);
        Directory.CreateDirectory(Programs);
        var host = Path.Combine(AppContext.BaseDirectory, "FileRoutedApi.Host.dll");
        var samples = $"{ExampleApp.Repository}/samples/$name/bin/{Output}/$name.dll";
        File.WriteAllText(Path.Combine(Programs, ".curlrc"), "silent\n");
        WriteProgram("fra", $"""exec "$DOTNET" "{host}" "$@" """);
        WriteProgram("dotnet", $"""
            if [ "$1" = run ]; then
              shift
              if [ "$1" = -c ]; then shift 2; fi
              project=$2
              shift 2
              if [ "$1" = -- ]; then shift; fi
              name=$(basename "$project")
              case $project in
                src/FileRoutedApi.Host) exec "$DOTNET" "{host}" "$@" ;;
                samples/*) cd "$project" && exec "$DOTNET" "{samples}" "$@" ;;
              esac
            fi
            case $1 in
              *.dll) exec "$DOTNET" "$@" ;;
            esac
            {Refusal}
            """);
        foreach (var name in _refused)
        {
            WriteProgram(name, Refusal);
        }
    }

    /// <summary>Gets the folder that stands for the clone of the repository.</summary>
    public string Repository => Path.Combine(_folder.Root, "repository");

    private string Temporary => Path.Combine(_folder.Root, "tmp");

    private string Programs => Path.Combine(_folder.Root, "programs");

    /// <summary>Replaces <c>/tmp</c> of a page.</summary>
    public string ToActual(string text) => text.Replace("/tmp/", $"{Temporary}/", StringComparison.Ordinal);

    /// <summary>Replaces the paths of this folder in an output.</summary>
    public string ToDocumented(string text) => text.Replace(Temporary, "/tmp", StringComparison.Ordinal);

    /// <summary>Prepares a process that runs a script.</summary>
    public ProcessStartInfo Prepare(string script)
    {
        var start = Sdk.Prepare(Repository, LocalFeed.UserPackages, "bash", "-c", script);

        // Absolute: the name alone would be the program of this folder.
        start.Environment["DOTNET"] = DotnetProgram.Path;
        start.Environment["PATH"] = $"{Programs}:{start.Environment["PATH"]}";
        start.Environment["CURL_HOME"] = Programs;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";

        // The commands of the pages work on the same files again and again.
        start.Environment["FileRoutes__CompileCache"] = Path.Combine(AppContext.BaseDirectory, "pages-compiled");
        return start;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Gets the last part of the output folder of these tests, such as <c>Debug/net10.0</c>.</summary>
    private static string Output => string.Join('/', AppContext.BaseDirectory.TrimEnd('/').Split('/')[^2..]);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from).Where(file => !file.Contains(".db", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(from).Where(folder => !_notCopied.Contains(Path.GetFileName(folder))))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private void WriteProgram(string name, string script)
    {
        var path = Path.Combine(Programs, name);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
