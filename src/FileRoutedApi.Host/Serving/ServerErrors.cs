using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Connections;

namespace FileRoutedApi.Host.Serving;

/// <summary>Explains why the server could not listen.</summary>
internal static class ServerErrors
{
    private const string FailedToBind = "Failed to bind to address ";

    /// <summary>Returns the error; null if the exception is not one of the server.</summary>
    public static RouteDiagnostic? Find(Exception exception)
    {
        var text = exception.ToString();
        if (exception is not FormatException && !text.Contains("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal))
        {
            return null;
        }

        if (exception.Message.Contains("configure HTTPS endpoint", StringComparison.Ordinal))
        {
            return RouteDiagnostics.NoCertificate();
        }

        var address = AddressIn(exception.Message);
        var reason = address is null ? exception.Message
            : exception.InnerException is AddressInUseException ? AddressTexts.InUse(address)
            : text.Contains("Permission denied", StringComparison.Ordinal) ? AddressTexts.NotPermitted(address)
            : exception.Message;
        return RouteDiagnostics.CannotListen(reason.ReplaceLineEndings(" "), FreePort.From(PortOf(address) + 1));
    }

    // "Failed to bind to address http://127.0.0.1:5080: address already in use."
    private static string? AddressIn(string message) =>
        message.StartsWith(FailedToBind, StringComparison.Ordinal)
        && message.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end
            ? message[FailedToBind.Length..end]
            : null;

    // Of a privileged port, the next one is privileged too.
    private static int PortOf(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Port is >= 1024 and < 65000 ? uri.Port : ListenAddresses.DefaultPort;
}
