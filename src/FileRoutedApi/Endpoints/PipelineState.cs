namespace FileRoutedApi.Endpoints;

/// <summary>What the application has set up so far. <c>UseFileRoutes</c> and <c>MapFileRoutes</c> report to it; the order of their calls is free.</summary>
internal sealed class PipelineState
{
    private bool _isUsed;

    /// <summary>Gets whether the routes are mapped, so that there is a reason to load them.</summary>
    public bool IsMapped { get; private set; }

    /// <summary>Gets whether the routes are mapped in a group. Folders and cached responses do not know its prefix.</summary>
    public bool IsGrouped { get; private set; }

    /// <summary>Gets whether requests pass the middleware and the configuration of folders.</summary>
    public bool HasFolders => _isUsed && !IsGrouped;

    /// <summary>Gets whether the <c>App</c> function of the start-up file has run.</summary>
    public bool HasAppRun { get; private set; }

    /// <summary>Notes that the pipeline was added.</summary>
    public void Use() => _isUsed = true;

    /// <summary>Notes that the <c>App</c> function has run.</summary>
    public void RunApp() => HasAppRun = true;

    /// <summary>Notes that the routes were mapped.</summary>
    public void Map(bool isGroup)
    {
        IsMapped = true;
        IsGrouped = isGroup;
    }
}
