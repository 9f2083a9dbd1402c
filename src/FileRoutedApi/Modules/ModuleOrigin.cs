namespace FileRoutedApi.Modules;

/// <summary>Where the code of a module came from.</summary>
/// <param name="CompileTime">How long the compiler took for it and those it was compiled with.</param>
/// <param name="CompiledFiles">How many files were compiled together; none where it was compiled before.</param>
internal sealed record ModuleOrigin(TimeSpan CompileTime, int CompiledFiles)
{
    /// <summary>That of code which was compiled in an earlier run.</summary>
    public static ModuleOrigin Earlier => new(TimeSpan.Zero, 0);

    /// <summary>It was compiled in an earlier run, and kept.</summary>
    public bool FromCache => CompiledFiles == 0;

    /// <summary>The version of what the code was compiled against: shared code, the start-up file, packages and references.</summary>
    public Lazy<string> Dependencies { get; init; } = new("");

    /// <summary>When it was loaded.</summary>
    public DateTimeOffset LoadedAt { get; } = DateTimeOffset.Now;
}
