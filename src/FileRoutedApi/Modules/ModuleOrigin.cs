namespace FileRoutedApi.Modules;

/// <summary>Where the code of a module came from.</summary>
/// <param name="CompileTime">How long the compiler took for it and those it was compiled with.</param>
/// <param name="FromCache">Whether it was compiled before.</param>
internal sealed record ModuleOrigin(TimeSpan CompileTime, bool FromCache)
{
    /// <summary>When it was loaded.</summary>
    public DateTimeOffset LoadedAt { get; } = DateTimeOffset.Now;
}
