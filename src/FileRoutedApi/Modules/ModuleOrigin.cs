namespace FileRoutedApi.Modules;

/// <summary>Describes where the code of a module came from.</summary>
/// <param name="CompileTime">The time that the compiler took, for all files that were compiled together.</param>
/// <param name="CompiledFiles">The number of files that were compiled together; 0 if the code was compiled in an earlier run.</param>
internal sealed record ModuleOrigin(TimeSpan CompileTime, int CompiledFiles)
{
    /// <summary>Gets the origin of code that was compiled in an earlier run.</summary>
    public static ModuleOrigin Earlier => new(TimeSpan.Zero, 0);

    /// <summary>Gets whether the code was compiled in an earlier run.</summary>
    public bool FromCache => CompiledFiles == 0;

    /// <summary>Gets the version of the shared code, start-up file, packages and references that the code was compiled against.</summary>
    public Lazy<string> Dependencies { get; init; } = new("");

    /// <summary>Gets the time when the module was loaded.</summary>
    public DateTimeOffset LoadedAt { get; } = DateTimeOffset.Now;
}
