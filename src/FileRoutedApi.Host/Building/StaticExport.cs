using System.Collections.Concurrent;
using System.Text;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Pages;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Host.Building;

/// <summary>
/// Exports a folder as files for a static server: pages, static responses of route handlers, static files and the navigation script. The
/// application runs in this process without listening, and responds to one request for each file.
/// </summary>
/// <param name="basePath">The path that the site is served from, without a slash at its end; empty for <c>/</c>.</param>
/// <param name="without">The files and folders that are left out, relative to the folder.</param>
internal sealed class StaticExport(ServedFolder folder, string basePath, IReadOnlyList<string> without)
{
    // GitHub Pages omits names that begin with an underscore, such as that of the navigation script, unless this file exists.
    private const string NoJekyll = ".nojekyll";

    private readonly ConcurrentQueue<RouteDiagnostic> _diagnostics = [];

    /// <summary>Writes all files to a staging folder.</summary>
    /// <returns>The numbers of pages and of other files.</returns>
    /// <exception cref="FileRoutesException">
    /// The application cannot start, or something cannot be exported; the exception has all mistakes.
    /// </exception>
    public async Task<(int Pages, int Others)> WriteAsync(OutputFolder output, CancellationToken cancellationToken)
    {
        var server = new InProcessServer();
        await using var app = HostedApplication.Create(
            folder,
            [.. Arguments()],
            routes => routes.AddCompilation(),
            adjust: builder => builder.Services.RemoveAll<IServer>().AddSingleton<IServer>(server));
        await app.StartFolderAsync(folder, cancellationToken);
        try
        {
            // A signal stops the application.
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Lifetime.ApplicationStopping);
            return await WriteAsync(app.Services, server, output, stop.Token);
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    private async Task<(int Pages, int Others)> WriteAsync(
        IServiceProvider services, InProcessServer server, OutputFolder output, CancellationToken cancellationToken)
    {
        var published = services.GetRequiredService<FileRouteDataSource>();
        var plan = new ExportPlan(published.Routes, published.Endpoints, without, services);
        var targets = await plan.FindTargetsAsync(cancellationToken);
        var publicFiles = published.Routes.Table.PublicFiles;
        var scripts = published.Routes.Table.Routes.Any(file => file.Role.IsPage) ? services.GetRequiredService<PageScripts>().All : [];
        plan.CheckNames(
            targets,
            [
                (NoJekyll, "the export"),
                (ExportFiles.Manifest, "the export"),
                .. scripts.Select(script => (script.Path[1..], "the navigation script")),
                .. publicFiles.All.Select(file => (file.Name, file.File)),
            ]);

        // Pages are rendered even if there are mistakes, so that one run reports all of them.
        var html = basePath.Length == 0 ? null : new ExportedHtml(basePath, [.. scripts.Select(script => script.Path)]);
        var writes = plan.Diagnostics.Count == 0;
        await Parallel.ForEachAsync(
            targets,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (target, stop) =>
            {
                if (await RenderAsync(server, target, html, stop) is { } body && writes)
                {
                    await output.WriteFileAsync(target.Name, body, stop);
                }
            });
        if (plan.Diagnostics.Count + _diagnostics.Count > 0)
        {
            throw new FileRoutesException(plan.Diagnostics.Concat(_diagnostics));
        }

        foreach (var file in publicFiles.All)
        {
            await output.CopyFileAsync(file.Name, Path.Combine(publicFiles.Folder!, file.Name), cancellationToken);
        }

        foreach (var script in scripts)
        {
            await output.WriteFileAsync(script.Path[1..], script.Content, cancellationToken);
        }

        await output.WriteFileAsync(NoJekyll, default, cancellationToken);
        var pages = targets.Count(target => target.File.Role.IsPage);
        return (pages, targets.Count - pages + publicFiles.All.Count);
    }

    /// <summary>Requests a path. Adds an error if the response cannot be exported.</summary>
    /// <returns>The content of the file, or null.</returns>
    private async Task<ReadOnlyMemory<byte>?> RenderAsync(
        InProcessServer server, ExportTarget target, ExportedHtml? html, CancellationToken cancellationToken)
    {
        var (response, body) = await ExportRequest.SendAsync(server, target, cancellationToken);
        var isHtml = MediaTypeHeaderValue.TryParse(response.Headers.ContentType.ToString(), out var type)
            && type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase);
        if (MistakeIn(response, target, isHtml) is { } mistake)
        {
            var place = response.Exception is { } exception ? ExceptionPlace.In(exception, folder.Root) : null;
            _diagnostics.Enqueue(RouteDiagnostics.ResponseNotExported(
                place?.File ?? target.File.Path, place?.Line ?? target.Export.Line, place is null ? target.Export.Column : 1, mistake));
            return null;
        }

        return isHtml && html is not null ? Encoding.UTF8.GetBytes(html.Prefix(Encoding.UTF8.GetString(body))) : body;
    }

    private static string? MistakeIn(InProcessResponse response, ExportTarget target, bool isHtml)
    {
        var path = Uri.UnescapeDataString(target.Path);
        return response switch
        {
            { Exception: { } exception } => ExportTexts.Threw(path, exception.GetType().Name, exception.Message.TrimEnd('.')),
            { IsAborted: true } => ExportTexts.Aborted(path),
            { Status: >= 300 and < 400 } => ExportTexts.Redirects(path, response.Status, response.Headers.Location),
            _ when response.Status != target.Status => ExportTexts.OtherStatus(path, response.Status, target.Status),
            _ when target.File.Role.IsPage && !isHtml => ExportTexts.NotHtml(path, response.Headers.ContentType),
            _ => null,
        };
    }

    /// <summary>Returns the settings that differ from those of a server.</summary>
    private IEnumerable<string> Arguments()
    {
        // Pages of Development contain its script. Another environment than Production must be named on purpose.
        var environment = folder.Settings.LastOrDefault(
            setting => setting.StartsWith("--environment=", StringComparison.OrdinalIgnoreCase));
        if (environment is null || environment.EndsWith("=Development", StringComparison.OrdinalIgnoreCase))
        {
            yield return "--environment=Production";
        }

        // Requests have the host 'localhost', and a shared cache could have responses of an earlier version of the data.
        yield return "--AllowedHosts=*";
        yield return "--ConnectionStrings:Redis=";
        yield return "--FileRoutes:Jobs:Enabled=false";
        yield return "--Serilog:MinimumLevel:Default=Warning";
    }
}
