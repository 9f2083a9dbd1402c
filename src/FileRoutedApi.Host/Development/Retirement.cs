using FileRoutedApi.Modules;

namespace FileRoutedApi.Host.Development;

/// <summary>Stops replaced applications and disposes replaced modules after their last request.</summary>
internal sealed class Retirement(DevTerminal terminal)
{
    /// <summary>Stops a replaced application.</summary>
    /// <param name="drained">Completes with the last request of the application.</param>
    public async Task StopAsync(RunningApplication application, Task drained)
    {
        try
        {
            await application.StopAsync(drained);
        }
        catch (Exception exception)
        {
            terminal.Unexpected("the replaced application did not stop cleanly", exception);
        }
    }

    /// <summary>Disposes the resources of replaced modules.</summary>
    /// <param name="drained">Completes with the last request of the modules.</param>
    public void Retire(IReadOnlyList<RouteModule> modules, Task drained)
    {
        var owners = modules.Where(module => module.OwnsResources).ToList();
        if (owners.Count > 0)
        {
            _ = DisposeAsync(owners, drained);
        }
    }

    private async Task DisposeAsync(List<RouteModule> owners, Task drained)
    {
        await drained;
        foreach (var module in owners)
        {
            try
            {
                await module.DisposeAsync();
            }
            catch (Exception exception)
            {
                terminal.Unexpected($"the resources of {module.File.Path} could not be disposed", exception);
            }
        }
    }
}
