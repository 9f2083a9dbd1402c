namespace FileRoutedApi.Compilation.Compiling;

/// <summary>What the compiled code is for.</summary>
internal enum CompileMode
{
    /// <summary>Code that a debugger can step through.</summary>
    Debug,

    /// <summary>Optimized code.</summary>
    Release,

    /// <summary>Optimized code for another machine: its symbols name each file by its path within the folder.</summary>
    Portable,
}
