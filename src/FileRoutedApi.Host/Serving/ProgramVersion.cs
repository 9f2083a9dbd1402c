using System.Reflection;

namespace FileRoutedApi.Host.Serving;

/// <summary>The version of this program.</summary>
internal static class ProgramVersion
{
    /// <summary>Gets the version with the commit, such as <c>1.2.0+1f3870be274f6c49b3e31a0c6728957f</c>.</summary>
    public static string Full { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Gets the version, such as <c>1.2.0</c>.</summary>
    public static string Short { get; } = Full.Split('+')[0];
}
