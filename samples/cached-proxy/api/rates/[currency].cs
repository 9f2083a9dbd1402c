using System.Text.RegularExpressions;

// Calls the external API at most once a minute, and again after webhook.cs has invalidated the tag.
var config = new RouteConfig { Revalidate = 60, Tags = ["rates"] };

var code = new Regex(@"^[A-Z]{3}\z");

/// <summary>Returns the rate of a currency.</summary>
/// <param name="currency">The code of the currency (ISO 4217).</param>
async Task<Rate> GET(string currency, RatesClient rates, CancellationToken stop) =>
    code.IsMatch(currency) && await rates.FindAsync(currency, stop) is { } rate
        ? rate
        : throw new ApiException(404, "There is no such currency");
