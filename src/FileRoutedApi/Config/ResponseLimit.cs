namespace FileRoutedApi;

/// <summary>From which size on a response is worth a warning: a number of bytes, <c>"8mb"</c>, <c>true</c> for the default or <c>false</c> for never.</summary>
public readonly record struct ResponseLimit
{
    private ResponseLimit(bool isOff, ByteSize? size)
    {
        IsOff = isOff;
        Size = size;
    }

    /// <summary>Whether there is no limit.</summary>
    public bool IsOff { get; }

    /// <summary>The size, or null for the default or none.</summary>
    public ByteSize? Size { get; }

    /// <summary>The default, or none.</summary>
    /// <param name="enabled">False for none.</param>
    public static implicit operator ResponseLimit(bool enabled) => new(!enabled, null);

    /// <summary>A number of bytes; 0 is none, as in Next.js.</summary>
    /// <param name="bytes">The bytes.</param>
    public static implicit operator ResponseLimit(long bytes) => new(bytes == 0, bytes);

    /// <summary>A size with a unit, or a number of bytes without one.</summary>
    /// <param name="text">Such as <c>"8mb"</c>.</param>
    public static implicit operator ResponseLimit(string text) => new(false, text);

    /// <summary>The default, or none.</summary>
    /// <param name="enabled">False for none.</param>
    /// <returns>The limit.</returns>
    public static ResponseLimit FromBoolean(bool enabled) => enabled;

    /// <summary>A number of bytes; 0 is none, as in Next.js.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The limit.</returns>
    public static ResponseLimit FromInt64(long bytes) => bytes;

    /// <summary>A size with a unit, or a number of bytes without one.</summary>
    /// <param name="text">Such as <c>"8mb"</c>.</param>
    /// <returns>The limit.</returns>
    public static ResponseLimit FromString(string text) => text;
}
