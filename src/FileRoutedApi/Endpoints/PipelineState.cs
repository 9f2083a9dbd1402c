namespace FileRoutedApi.Endpoints;

/// <summary>Records which of <c>UseFileRoutes</c> and <c>MapFileRoutes</c> the application has called, and what they have set up.</summary>
internal sealed class PipelineState
{
    private bool _isUsed;

    /// <summary>Gets whether the routes are mapped and have to be loaded.</summary>
    public bool IsMapped { get; private set; }

    /// <summary>Gets whether the routes are mapped in a group. Folders and cached responses do not know its prefix.</summary>
    public bool IsGrouped { get; private set; }

    /// <summary>Gets whether requests pass the middleware and the configuration of folders.</summary>
    public bool HasFolders => _isUsed && !IsGrouped;

    /// <summary>Gets whether the <c>App</c> function of the start-up file has run.</summary>
    public bool HasAppRun { get; private set; }

    /// <summary>Records that the pipeline was added.</summary>
    public void Use() => _isUsed = true;

    /// <summary>Records that the <c>App</c> function has run.</summary>
    public void RunApp() => HasAppRun = true;

    /// <summary>Records that the routes were mapped.</summary>
    public void Map(bool isGroup)
    {
        IsMapped = true;
        IsGrouped = isGroup;
    }
}
