using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>The options for the address of a server.</summary>
internal sealed class AddressOptions
{
    private const int MaxPort = 65535;

    private readonly Option<string?> _urls = new("--urls")
    {
        HelpName = "URLS",
        Description = "The address to listen on, such as http://localhost:5080. Separate several with ';'. "
            + $"Default: {ListenAddresses.Default}.",
    };

    private readonly Option<int?> _port = new("--port", "-p")
    {
        HelpName = "PORT",
        Description = "The port of localhost to listen on, instead of --urls.",
    };

    /// <summary>Adds the options to a command.</summary>
    public static AddressOptions AddTo(Command command)
    {
        var options = new AddressOptions();
        options._port.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= MaxPort))
            {
                result.AddError($"'{text}' is not a port. Write a number from 0 to {MaxPort}; 0 is any free port.");
            }
        });
        command.Add(options._urls);
        command.Add(options._port);
        command.Validators.Add(result =>
        {
            if (result.GetResult(options._urls) is not null && result.GetResult(options._port) is not null)
            {
                result.AddError("'--urls' and '--port' cannot be used together.");
            }
        });
        return options;
    }

    /// <summary>Returns the value of the setting <c>urls</c>; null if no option was used.</summary>
    public string? UrlsOf(ParseResult result) =>
        result.GetValue(_urls) ?? (result.GetValue(_port) is { } port ? ListenAddresses.OfPort(port) : null);

    /// <summary>Returns the value of the setting <c>urls</c> for HTTPS on one port of this machine.</summary>
    public string HttpsUrlsOf(ParseResult result) =>
        ListenAddresses.OfPort(result.GetValue(_port) ?? FreePort.From(ListenAddresses.DefaultHttpsPort), Uri.UriSchemeHttps);

    /// <summary>Returns true if the option <c>--urls</c> was used.</summary>
    public bool HasUrls(CommandResult result) => result.GetResult(_urls) is not null;
}
