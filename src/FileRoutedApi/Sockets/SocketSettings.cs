using FileRoutedApi.Modules;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Sockets;

/// <summary>The settings that all WebSockets of a file share.</summary>
/// <param name="MessageSizeLimit">The largest message, in bytes.</param>
/// <param name="KeepAliveInterval">How often a ping is sent; infinite for never.</param>
/// <param name="KeepAliveTimeout">How long the response to a ping may take; infinite for no limit.</param>
/// <param name="Protocols">The supported subprotocols, the preferred one first.</param>
/// <param name="Modules">The code that a WebSocket uses: the file, and the middleware above it.</param>
internal sealed record SocketSettings(
    long MessageSizeLimit,
    TimeSpan KeepAliveInterval,
    TimeSpan KeepAliveTimeout,
    IReadOnlyList<string> Protocols,
    IReadOnlyList<RouteModule> Modules)
{
    /// <summary>Returns the settings of a file: its own configuration, or the settings of the application.</summary>
    public static SocketSettings Of(RouteModule module, IEnumerable<RouteModule> folders, FileRoutesSettings settings) => new(
        module.Config.Socket.MessageSizeLimit?.Bytes ?? settings.MessageSizeLimit,
        DurationOf(module.Config.Socket.KeepAliveInterval) ?? settings.KeepAliveInterval,
        DurationOf(module.Config.Socket.KeepAliveTimeout) ?? settings.KeepAliveTimeout,
        [.. module.Config.Socket.Protocols],
        [module, .. folders]);

    private static TimeSpan? DurationOf(double? seconds) => seconds is { } number ? FileRoutesSettings.DurationOf(number) : null;
}
