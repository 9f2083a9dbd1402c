namespace FileRoutedApi.Hosting;

/// <summary>The exception that a folder's <c>_error.cs</c> answers, where its function asks for one.</summary>
internal sealed class HandledError
{
    private Exception? _exception;

    /// <exception cref="InvalidOperationException">There is none: the function is not that of an <c>_error.cs</c>.</exception>
    public Exception Exception
    {
        get => _exception ?? throw new InvalidOperationException("An Exception is a parameter of the function in '_error.cs' only.");
        set => _exception = value;
    }
}
