using System.CommandLine;
using FileRoutedApi.Host.Clients;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>Generates clients of the API from its OpenAPI document.</summary>
internal static class ClientCommand
{
    private const string DefaultNamespace = "ApiClients";
    private const string DefaultUrl = "http://localhost:5080";

    /// <summary>Creates <c>client ts</c>, <c>client cs</c> and <c>client http</c>.</summary>
    public static Command Create(string[] settings)
    {
        var folder = CommonArguments.SourceFolder();
        return new("client", "Generate a typed client, or a file of example requests, from the OpenAPI document.")
        {
            CreateTypeScript(folder, Open), CreateCSharp(folder, Open), CreateHttp(folder, Open),
        };

        ServedFolder Open(ParseResult result) => ServedFolder.Open(result.GetValue(folder), settings, "Development");
    }

    private static Command CreateTypeScript(Argument<string?> folder, Func<ParseResult, ServedFolder> open)
    {
        var output = Output("OUT", "The folder to write schema.d.ts and client.ts to, such as web/src/api.", path =>
            path is not ['-', ..] && Path.GetExtension(path) != ".ts", "is not a folder. Write a folder such as web/src/api.");
        var command = new Command("ts", "Write a TypeScript client for openapi-fetch. Needs Node.js.") { output, folder };
        command.SetAction((result, stop) =>
            TypeScriptClient.WriteAsync(result.GetValue(output)!, () => ReadAsync(open(result), stop), stop));
        return command;
    }

    private static Command CreateCSharp(Argument<string?> folder, Func<ParseResult, ServedFolder> open)
    {
        var output = Output("OUT.cs", "The file to write. Its name is the name of the class, such as TodoClient.cs.", path =>
            Path.GetExtension(path) == ".cs" && IsName(Path.GetFileNameWithoutExtension(path)),
            "is not a C# file that is named as a class. Write a file such as TodoClient.cs.");
        var space = new Option<string>("--namespace")
        {
            HelpName = "NAME",
            Description = "The namespace of the client.",
            DefaultValueFactory = _ => DefaultNamespace,
        };
        space.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && !name.Split('.').All(IsName))
            {
                result.AddError($"'{name}' is not a namespace. Write a namespace such as MyApp.Clients.");
            }
        });
        var command = new Command("cs", "Write a C# client that needs no package. Needs the .NET SDK.") { output, folder, space };
        command.SetAction((result, stop) =>
        {
            var served = open(result);
            return CSharpClient.WriteAsync(
                result.GetValue(output)!, result.GetValue(space)!, served.Root, () => ReadAsync(served, stop), stop);
        });
        return command;
    }

    private static Command CreateHttp(Argument<string?> folder, Func<ParseResult, ServedFolder> open)
    {
        var output = Output("OUT.http", "The file to write, such as api.http.", path =>
            Path.GetExtension(path) is ".http" or ".rest", "is not an .http file. Write a file such as api.http.");
        var url = new Option<string>("--url")
        {
            Description = "The address of the server that the requests are sent to.",
            DefaultValueFactory = _ => DefaultUrl,
        };
        url.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            {
                result.AddError($"'{text}' is not a valid URL. Write a URL such as {DefaultUrl}.");
            }
        });
        var command = new Command("http", "Write a file with one request for each operation, for Visual Studio and VS Code.")
        {
            output, folder, url,
        };
        command.SetAction(async (result, stop) =>
        {
            var path = result.GetValue(output)!;
            GeneratedFile.Check(path, HttpFile.Header);
            GeneratedFile.Write(path, HttpFile.Create(await ReadAsync(open(result), stop), result.GetValue(url)!.TrimEnd('/')));
        });
        return command;
    }

    private static Argument<string> Output(string name, string description, Func<string, bool> isValid, string mistake)
    {
        var output = new Argument<string>(name) { Description = description };
        output.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var path }] && !isValid(path))
            {
                result.AddError($"'{path}' {mistake}");
            }
        });
        return output;
    }

    // Keywords are not refused: the compiler names them.
    private static bool IsName(string text) =>
        text is [var first, ..] && (char.IsLetter(first) || first == '_') && text.All(c => char.IsLetterOrDigit(c) || c == '_');

    // What route files print while they are loaded goes to standard error, so that standard output names the written files only.
    private static async Task<byte[]> ReadAsync(ServedFolder folder, CancellationToken stop)
    {
        var output = Console.Out;
        Console.SetOut(Console.Error);
        try
        {
            return await OpenApiCommand.ReadAsync(folder, stop);
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}
