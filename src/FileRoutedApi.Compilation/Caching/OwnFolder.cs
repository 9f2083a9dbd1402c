namespace FileRoutedApi.Compilation;

/// <summary>A folder that only this user can write: what is loaded from it is run.</summary>
internal static class OwnFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The folder of this name among the user's application data; null where there is none.</summary>
    public static string? Find(string name)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length == 0 ? null : Path.Combine(home, nameof(FileRoutedApi), name);
    }

    /// <summary>Makes the folder where it is missing. False where it cannot be made, is somebody else's, or others could write it.</summary>
    public static bool TryOpen(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                return true;
            }

            Directory.CreateDirectory(folder, OwnerOnly);
            var mode = File.GetUnixFileMode(folder);
            if ((mode & WritableByOthers) != 0)
            {
                return false;
            }

            // Only the owner of a folder may set its mode, even to what it is: where this fails, it is somebody else's.
            File.SetUnixFileMode(folder, mode);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
