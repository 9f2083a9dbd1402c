using FileRoutedApi.Diagnostics;
using FileRoutedApi.Jobs;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds the files in <c>jobs/</c>. They have no endpoints, because the scheduler calls them.</summary>
internal sealed class JobBinder(IServiceProvider services) : IFileBinder
{
    public IReadOnlyList<RouteFileRole> Roles => [RouteFileRole.Job];

    public Task<BoundModule> BindAsync(RouteModule module, BindingContext context)
    {
        var diagnostics = new List<RouteDiagnostic>();
        if (services.GetService<IJobEngine>() is not { } engine)
        {
            diagnostics.Add(RouteDiagnostics.JobsNotAdded(module.File.Path));
        }
        else if (engine.FindMistake(module.JobConfig) is { } mistake)
        {
            var (line, column) = module.ConfigPositions.Of(nameof(JobConfig.Cron));
            diagnostics.Add(RouteDiagnostics.InvalidConfig(module.File.Path, line, column, mistake));
        }

        var known = services.GetRequiredService<IServiceProviderIsService>();
        var function = module.Export(RouteExport.Run) is { } run ? JobFunction.TryBind(module, run, known, diagnostics) : null;
        return Task.FromResult(new BoundModule(module, [], [])
        {
            Job = function is null || diagnostics.Count > 0 ? null : new BoundJob(JobFileName.NameOf(module.File), module, function),
            Diagnostics = diagnostics,
        });
    }

    public BoundModule BindBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors) => new(RouteModule.Empty(file), [], []);

    public IReadOnlyList<Endpoint> EndpointsOf(BoundModule bound, RouteSet routes, BindingContext context, RouteGroupContext? group) => [];
}
