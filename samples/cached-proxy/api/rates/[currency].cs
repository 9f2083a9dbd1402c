using System.Text.RegularExpressions;

// Asked for once a minute at most, however many ask us; and whenever webhook.cs hears that there are new rates.
var config = new RouteConfig { Revalidate = 60, Tags = ["rates"] };

var code = new Regex(@"^[A-Z]{3}\z");

/// <summary>Returns the rate of a currency.</summary>
/// <param name="currency">Its code, by ISO 4217.</param>
async Task<Rate> GET(string currency, RatesClient rates, CancellationToken stop) =>
    code.IsMatch(currency) && await rates.FindAsync(currency, stop) is { } rate
        ? rate
        : throw new ApiException(404, "There is no such currency");
