using System.Net;

/// <summary>The API of others that this one stands in front of.</summary>
class RatesClient(HttpClient http)
{
    /// <summary>The rate of a currency; null where they have none.</summary>
    /// <exception cref="ApiException">502: they do not answer, or not with a rate.</exception>
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
            throw new ApiException(502, "There are no rates to be had now", exception);
        }
    }
}

/// <summary>What a currency is worth.</summary>
/// <param name="Currency">Its code, by ISO 4217.</param>
/// <param name="PerDollar">How much of it is one US dollar.</param>
/// <param name="AsOf">When that was so.</param>
record Rate(string Currency, decimal PerDollar, DateTimeOffset AsOf);
