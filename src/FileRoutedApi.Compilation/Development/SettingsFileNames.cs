using FileRoutedApi.Settings;

namespace FileRoutedApi.Compilation.Development;

/// <summary>The settings files of a folder, in every environment.</summary>
internal static class SettingsFileNames
{
    /// <summary>Returns <c>appsettings*.json</c> and <c>.env*</c>.</summary>
    public static IEnumerable<FileInfo> In(string root)
    {
        var folder = new DirectoryInfo(root);
        return folder.GetFiles("appsettings*.json").Concat(folder.GetFiles($"{DotEnvFiles.Name}*").Where(file => DotEnvFiles.IsName(file.Name)));
    }
}
