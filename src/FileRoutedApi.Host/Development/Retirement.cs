using FileRoutedApi.Modules;

namespace FileRoutedApi.Host.Development;

/// <summary>Disposes what was replaced, when its last request has ended.</summary>
internal sealed class Retirement(DevTerminal terminal)
{
    /// <summary>Ends an application that another one has replaced.</summary>
    /// <param name="drained">Ends with the last of its requests.</param>
    public async Task EndAsync(RunningApplication application, Task drained)
    {
        try
        {
            await application.EndAsync(drained);
        }
        catch (Exception exception)
        {
            terminal.Unexpected("the replaced application did not shut down cleanly", exception);
        }
    }

    /// <summary>Disposes the resources of modules that were replaced.</summary>
    /// <param name="drained">Ends with the last of their requests.</param>
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
