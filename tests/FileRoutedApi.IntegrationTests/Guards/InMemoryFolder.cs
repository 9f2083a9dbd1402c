using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.IntegrationTests.Guards;

/// <summary>
/// A folder of route files without files: each route responds with its own path and the guards that the request has passed. Quick enough for
/// a property test over thousands of requests.
/// </summary>
internal sealed class InMemoryFolder : IRouteModuleSource
{
    private const string Passed = "passed";

    private readonly RouteTable _table;
    private readonly Func<RouteFile, MiddlewareConfig> _configure;

    /// <param name="paths">The files, such as <c>api/[id].cs</c>. What is wrong with a name leaves the file out.</param>
    /// <param name="configure">The configuration of each <c>_middleware.cs</c>.</param>
    public InMemoryFolder(IEnumerable<string> paths, Func<RouteFile, MiddlewareConfig>? configure = null)
    {
        _table = RouteTable.Create(paths, RouteTableOptions.Default);
        _configure = configure ?? (_ => new MiddlewareConfig());
    }

    /// <summary>All files that have a meaning.</summary>
    public IReadOnlyList<RouteFile> Files => _table.Files;

    public RouteTable FindRoutes(List<RouteDiagnostic> diagnostics) => _table;

    public Task<RouteGeneration> LoadAsync(
        RouteTable table, IReadOnlyList<RouteFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken) =>
        Task.FromResult(new RouteGeneration([.. files.Select(ModuleOf)], [], TypeDocumentation.None));

    public bool IsApplicationCodeCurrent(RouteTable table) => true;

    /// <summary>Starts an application that serves the folder.</summary>
    /// <param name="pipeline">Adds the middleware; calls <c>UseFileRoutes</c> itself.</param>
    public async Task<WebApplication> StartAsync(Action<WebApplication> pipeline, CancellationToken stop)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication("Anonymous").AddScheme<AuthenticationSchemeOptions, AnonymousHandler>("Anonymous", null);
        builder.Services.AddAuthorization();
        builder.AddFileRoutes();
        builder.Services.AddSingleton<IRouteModuleSource>(this);
        var app = builder.Build();
        app.UseExceptionHandler();
        pipeline(app);
        app.MapFileRoutes();
        await app.StartAsync(stop);
        return app;
    }

    /// <summary>Sends a GET whose path is used as it stands, as decoded by a server.</summary>
    /// <returns>The file whose function ran and the guards that the request passed, or null for both if no function ran.</returns>
    public static async Task<(int Status, string? File, IReadOnlyList<string> Guards)> GetAsync(WebApplication app, string path, CancellationToken stop)
    {
        var context = await app.GetTestServer().SendAsync(
            request =>
            {
                request.Request.Method = HttpMethods.Get;
                request.Request.Host = new HostString("localhost");
                request.Request.Path = path;
            },
            stop);
        using var reader = new StreamReader(context.Response.Body);
        var lines = (await reader.ReadToEndAsync(stop)).Split('\n');
        return lines is ["ran", var file, .. var guards] ? (context.Response.StatusCode, file, guards) : (context.Response.StatusCode, null, []);
    }

    private RouteModule ModuleOf(RouteFile file) => file.Role == RouteFileRole.Middleware
        ? new RouteModule(file, [Export(RouteExport.Middleware, GuardOf(file))], new RouteConfig(), _configure(file), [], () => [], ModuleOrigin.Earlier)
        : new RouteModule(file, [Export(RouteExport.AnyMethod, HandlerOf(file))], new RouteConfig(), new MiddlewareConfig(), [], () => [], ModuleOrigin.Earlier);

    private static RouteExport Export(string name, Delegate function) => new(name, function, 1, 1, null, [], [], []);

    private static Action<ApiRequest, ApiResponse> HandlerOf(RouteFile file) => (req, res) =>
        res.Status(200).End($"ran\n{file.Path}\n{string.Join('\n', GuardsOf(req.HttpContext))}");

    private static Func<HttpContext, RequestDelegate, Task> GuardOf(RouteFile file) => (context, next) =>
    {
        GuardsOf(context).Add(file.Path);
        return next(context);
    };

    private static List<string> GuardsOf(HttpContext context)
    {
        if (context.Items[Passed] is not List<string> guards)
        {
            context.Items[Passed] = guards = [];
        }

        return guards;
    }

    /// <summary>Authenticates no request.</summary>
    private sealed class AnonymousHandler(
        Microsoft.Extensions.Options.IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());
    }
}
