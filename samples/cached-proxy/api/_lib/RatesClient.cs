using System.Net;

/// <summary>The client of the external API.</summary>
class RatesClient(HttpClient http)
{
    /// <summary>Returns the rate of a currency, or null if it is unknown.</summary>
    /// <exception cref="ApiException">502: the external API does not respond, or its response is not a rate.</exception>
    public async Task<Rate?> FindAsync(string currency, CancellationToken stop)
    {
        try
        {
            using var response = await http.GetAsync($"rates/{currency}", stop);
            return response.StatusCode == HttpStatusCode.NotFound
                ? null
                : await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Rate>(stop);
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            throw new ApiException(502, "The rates are not available now", exception);
        }
    }
}

/// <summary>The exchange rate of a currency.</summary>
/// <param name="Currency">The code of the currency (ISO 4217).</param>
/// <param name="PerDollar">The amount that one US dollar buys.</param>
/// <param name="AsOf">The time of the rate.</param>
record Rate(string Currency, decimal PerDollar, DateTimeOffset AsOf);
