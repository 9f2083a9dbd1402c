using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Text;
using FileRoutedApi.Host.Serving;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FileRoutedApi.Host.Commands;

/// <summary>Sends one request through the application in this process, and prints the response.</summary>
internal static class FetchCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="folderName">The name of the folder in the help text.</param>
    /// <param name="open">Opens the folder that the argument names.</param>
    public static Command Create(string folderName, Func<string?, ServedFolder> open)
    {
        var url = new Argument<string>("PATH")
        {
            Description = "The path to request, such as '/api/hello?name=Ada', or a URL such as https://example.com/api/hello.",
        };
        url.Validators.Add(result => Require(
            result, FetchRequest.IsUrl, text => $"'{text}' is not a path. Write a path such as /api/hello."));
        var folder = CommonArguments.Folder(folderName, "The folder that contains api/, or a built folder. Default: the current folder.");
        var method = new Option<string?>("--request", "-X")
        {
            HelpName = "METHOD",
            Description = "The method. Default: GET, or POST with data.",
        };
        var data = Texts("--data", "-d", "DATA", "A form, such as 'name=Ada'. @FILE reads a file, @- standard input. Can be repeated.");
        var json = Texts("--json", null, "DATA", "A JSON body, such as '{\"name\":\"Ada\"}'. @FILE reads a file, @- standard input.");
        var headers = Texts("--header", "-H", "HEADER", "A header, such as 'Accept: text/html'. Can be repeated.");
        var include = new Option<bool>("--include", "-i") { Description = "Print the status line and the headers too." };
        headers.Validators.Add(result => Require(
            result, FetchRequest.IsHeader, text => $"'{text}' is not a header. Write a header such as 'Accept: text/html'."));
        foreach (var option in new[] { data, json })
        {
            CommandData.RequireFiles(option);
        }

        var fetch = new Command(
            "fetch", "Send one request through the application without a server, and print the response. Exits with 0 below 400.")
        {
            url, folder, method, data, json, headers, include,
        };
        fetch.Validators.Add(result =>
        {
            if (result.GetResult(data) is { Implicit: false } && result.GetResult(json) is { Implicit: false })
            {
                result.AddError($"'{data.Name}' and '{json.Name}' cannot be used together.");
            }
        });
        fetch.SetAction((result, stop) => RunAsync(
            open(result.GetValue(folder)),
            new FetchRequest(
                result.GetValue(url)!,
                result.GetValue(method),
                result.GetValue(headers)!,
                result.GetValue(data)!,
                result.GetValue(json)!),
            result.GetValue(include),
            stop));
        return fetch;

        static Option<string[]> Texts(string name, string? alias, string value, string description)
        {
            var option = new Option<string[]>(name) { HelpName = value, Description = description, DefaultValueFactory = _ => [] };
            if (alias is not null)
            {
                option.Aliases.Add(alias);
            }

            return option;
        }

        static void Require(SymbolResult result, Func<string, bool> isValid, Func<string, string> mistake)
        {
            foreach (var text in result.Tokens.Select(token => token.Value).Where(text => !isValid(text)))
            {
                result.AddError(mistake(text));
            }
        }
    }

    /// <summary>Sends a request.</summary>
    /// <param name="include">True to print the status line and the headers before the body.</param>
    /// <returns>0 for a status below 400, otherwise 1.</returns>
    /// <exception cref="FileRoutesException">The application cannot start.</exception>
    public static async Task<int> RunAsync(ServedFolder folder, FetchRequest fetched, bool include, CancellationToken stop)
    {
        // Standard output contains only the response. The log and the text that route files print go to standard error.
        await using var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        var server = new InProcessServer();
        await using var app = HostedApplication.Create(
            folder,
            ["--Serilog:MinimumLevel:Default=Warning", "--FileRoutes:Jobs:Enabled=false"],
            folder.IsBuilt ? null : routes => routes.AddCompilation(),
            adjust: builder => builder.Services.RemoveAll<IServer>().AddSingleton<IServer>(server));
        await app.StartFolderAsync(folder, stop);
        try
        {
            // A signal stops the application.
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Lifetime.ApplicationStopping);
            var body = await fetched.ReadBodyAsync(stopping.Token);
            var response = await InProcessRequest.SendAsync(
                server,
                RequestOf(fetched, body),
                FeaturesOf(body),
                output,
                include ? response => WriteHeadAsync(response, output) : null,
                stopping.Token);
            await output.FlushAsync(stopping.Token);
            return await ReportAsync(response);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested || stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("The request was canceled.");
            return 1;
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static HttpRequestFeature RequestOf(FetchRequest fetched, byte[] body)
    {
        var (scheme, host, path, query) = fetched.Split();
        var request = new HttpRequestFeature
        {
            Method = fetched.EffectiveMethod,
            Scheme = scheme,
            Protocol = HttpProtocol.Http11,
            Path = PathString.FromUriComponent(path).Value!,
            QueryString = query,
            RawTarget = path + query,
            Body = new MemoryStream(body, writable: false),
        };
        fetched.AddHeaders(request.Headers, host);
        if (body.Length > 0)
        {
            request.Headers.ContentLength = body.Length;
        }

        return request;
    }

    private static FeatureCollection FeaturesOf(byte[] body)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(body.Length > 0));
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature
        {
            ConnectionId = "fetch",
            RemoteIpAddress = IPAddress.Loopback,
            LocalIpAddress = IPAddress.Loopback,
        });
        return features;
    }

    private static async Task WriteHeadAsync(IHttpResponseFeature response, Stream output)
    {
        var head = new StringBuilder();
        head.Append("HTTP/1.1 ").AppendLine(StatusOf(response.StatusCode));
        foreach (var (name, values) in response.Headers)
        {
            foreach (var value in values)
            {
                head.Append(name).Append(": ").AppendLine(value);
            }
        }

        await output.WriteAsync(Encoding.UTF8.GetBytes(head.AppendLine().ToString()));
    }

    private static async Task<int> ReportAsync(InProcessResponse response)
    {
        if (response.IsAborted)
        {
            await Console.Error.WriteLineAsync("The application aborted the connection, so the body is not complete.");
        }
        else if (response.Status >= StatusCodes.Status400BadRequest)
        {
            await Console.Error.WriteLineAsync(StatusOf(response.Status));
        }

        return response.IsAborted || response.Status >= StatusCodes.Status400BadRequest ? 1 : 0;
    }

    private static string StatusOf(int status) =>
        string.Create(CultureInfo.InvariantCulture, $"{status} {ReasonPhrases.GetReasonPhrase(status)}").TrimEnd();

    private sealed class BodyDetection(bool canHaveBody) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => canHaveBody;
    }
}
