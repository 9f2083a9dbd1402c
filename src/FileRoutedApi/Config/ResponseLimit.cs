namespace FileRoutedApi;

/// <summary>
/// The size from which a response is logged with a warning: a number of bytes, <c>"8mb"</c>, <c>true</c> for the default, or <c>false</c>
/// for never.
/// </summary>
public readonly record struct ResponseLimit
{
    private ResponseLimit(bool isOff, ByteSize? size)
    {
        IsOff = isOff;
        Size = size;
    }

    /// <summary>Gets a value indicating whether there is no limit.</summary>
    public bool IsOff { get; }

    /// <summary>Gets the size; null for the default limit and for no limit.</summary>
    public ByteSize? Size { get; }

    /// <summary>Creates the default limit, or no limit.</summary>
    /// <param name="enabled">False for none.</param>
    public static implicit operator ResponseLimit(bool enabled) => new(!enabled, null);

    /// <summary>Creates a limit in bytes. As in Next.js, 0 is no limit.</summary>
    /// <param name="bytes">The bytes.</param>
    public static implicit operator ResponseLimit(long bytes) => new(bytes == 0, bytes);

    /// <summary>Creates a limit from a number of bytes, with or without a unit.</summary>
    /// <param name="text">A size such as <c>"8mb"</c>.</param>
    public static implicit operator ResponseLimit(string text) => new(false, text);

    /// <summary>Creates the default limit, or no limit.</summary>
    /// <param name="enabled">False for none.</param>
    /// <returns>The limit.</returns>
    public static ResponseLimit FromBoolean(bool enabled) => enabled;

    /// <summary>Creates a limit in bytes. As in Next.js, 0 is no limit.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The limit.</returns>
    public static ResponseLimit FromInt64(long bytes) => bytes;

    /// <summary>Creates a limit from a number of bytes, with or without a unit.</summary>
    /// <param name="text">A size such as <c>"8mb"</c>.</param>
    /// <returns>The limit.</returns>
    public static ResponseLimit FromString(string text) => text;
}
