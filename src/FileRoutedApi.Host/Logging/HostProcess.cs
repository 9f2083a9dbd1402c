using System.Reflection;

namespace FileRoutedApi.Host.Logging;

/// <summary>The process that the host runs in.</summary>
internal static class HostProcess
{
    /// <summary>Gets false in another program, such as a test, which handles exceptions and disposes the application itself.</summary>
    public static bool IsOwn => Assembly.GetEntryAssembly() == typeof(HostProcess).Assembly;
}
