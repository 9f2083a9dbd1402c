using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.IntegrationTests;

/// <summary>samples/cached-proxy: when the API of others is asked, and when it is not.</summary>
public sealed class SampleCachedProxyTests : IAsyncLifetime
{
    private const string Secret = "It's a Secret to Everybody";

    private Upstream _upstream = null!;
    private SampleApp _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _upstream = await Upstream.StartAsync(Stop);
        _app = AppWith(("Webhook:Secret", Secret));
        _client = _app.CreatePlainClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task The_second_request_does_not_reach_upstream()
    {
        var first = await RateAsync("EUR");
        var second = await RateAsync("EUR");

        Assert.Equal(("MISS 1", "HIT 1", 1), (first, second, _upstream.Requests));
    }

    [Fact]
    public async Task Many_at_once_are_one_request_upstream()
    {
        _upstream.Hold();
        var waiting = Enumerable.Range(0, 8).Select(_ => RateAsync("EUR")).ToList();
        await _upstream.AskedAsync(1, Stop);
        _upstream.Release();

        Assert.All(await Task.WhenAll(waiting), rate => Assert.Equal("1", rate.Split(' ')[1]));
    }

    [Fact]
    public async Task After_a_minute_the_old_rate_is_served_while_another_is_asked_for()
    {
        await RateAsync("EUR");
        _app.Time.Advance(TimeSpan.FromSeconds(59));
        var young = await RateAsync("EUR");
        _app.Time.Advance(TimeSpan.FromSeconds(1));
        _upstream.Hold();
        var old = await RateAsync("EUR");
        await _upstream.AskedAsync(2, Stop);
        _upstream.Release();

        Assert.Equal(("HIT 1", "STALE 1"), (young, old));
    }

    [Fact]
    public async Task An_application_is_disposed_while_a_rate_is_asked_for_in_the_background()
    {
        await RateAsync("EUR");
        _app.Time.Advance(TimeSpan.FromSeconds(60));
        _upstream.Hold();
        await RateAsync("EUR");
        await _upstream.AskedAsync(2, Stop);

        _app.Time.ForgetTimers();

        // Polly waits a second at a time for the calls in flight, if the end of the application has not cancelled them.
        var disposal = Task.Run(async () => await _app.DisposeAsync(), Stop);
        await Task.WhenAny(disposal, _app.Time.TimerCreatedAsync(TimeSpan.FromSeconds(1), Stop));
        _upstream.Release();
        await disposal;
    }

    [Fact]
    public async Task A_webhook_makes_the_next_request_of_each_currency_reach_upstream()
    {
        await RateAsync("EUR");
        await RateAsync("GBP");

        var told = await TellAsync("{}");

        Assert.Equal(HttpStatusCode.Accepted, told.StatusCode);
        Assert.Equal(["REVALIDATED 3", "HIT 3", "REVALIDATED 4"], [await RateAsync("EUR"), await RateAsync("EUR"), await RateAsync("GBP")]);
    }

    [Theory]
    [InlineData("another secret", "{}", "{}")]
    [InlineData("", "{}", "{}")]
    [InlineData(Secret, "{}", "{ }")]
    public async Task A_wrong_signature_changes_nothing(string secret, string known, string sent)
    {
        await RateAsync("EUR");

        var response = await TellAsync(sent, Sign(secret, known));

        await AssertProblemAsync(response, 401, "The signature does not match");
        Assert.Equal("HIT 1", await RateAsync("EUR"));
    }

    [Fact]
    public async Task A_webhook_without_a_signature_is_refused() =>
        await AssertProblemAsync(await TellAsync("{}", ""), 401, "The signature does not match");

    [Fact]
    public async Task A_webhook_of_any_length_is_not_read()
    {
        var largest = await TellAsync(new string(' ', 16 * 1024));
        var larger = await TellAsync(new string(' ', (16 * 1024) + 1));

        Assert.Equal(HttpStatusCode.Accepted, largest.StatusCode);
        await AssertProblemAsync(larger, 413, "The webhook is too long");
    }

    [Fact]
    public async Task Without_a_secret_no_webhook_is_believed()
    {
        await using var app = AppWith(("Webhook:Secret", ""));
        using var client = app.CreatePlainClient();
        using var request = Webhook("{}", Sign("", "{}"));

        Assert.Equal(HttpStatusCode.InternalServerError, (await client.SendAsync(request, Stop)).StatusCode);
    }

    [Fact]
    public async Task What_upstream_fails_at_once_is_tried_again()
    {
        _upstream.Fail(times: 1);

        Assert.Equal(("MISS 2", 2), (await RateAsync("EUR"), _upstream.Requests));
    }

    [Fact]
    public async Task While_upstream_fails_the_old_rate_stays()
    {
        await RateAsync("EUR");
        await TellAsync("{}");
        _upstream.Fail(times: int.MaxValue);

        Assert.Equal(["STALE 1", "STALE 1"], [await RateAsync("EUR"), await RateAsync("EUR")]);
    }

    [Fact]
    public async Task While_upstream_fails_a_new_rate_is_a_502()
    {
        _upstream.Fail(times: int.MaxValue);

        await AssertProblemAsync(await _client.GetAsync("/api/rates/EUR", Stop), 502, "The rates are not available now");
    }

    [Theory]
    [InlineData("XXX", 1)]
    [InlineData("eur", 0)]
    [InlineData("EUR%0A", 0)]
    [InlineData("EUROS", 0)]
    public async Task An_unknown_currency_is_a_404(string currency, int requests)
    {
        await AssertProblemAsync(await _client.GetAsync($"/api/rates/{currency}", Stop), 404, "There is no such currency");
        Assert.Equal(requests, _upstream.Requests);
    }

    private static HttpRequestMessage Webhook(string body, string signature)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhook") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Signature-256", signature);
        return request;
    }

    private static string Sign(string secret, string body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status, string title)
    {
        var problem = await response.Content.ReadAsStringAsync(Stop);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(title, JsonElement.Parse(problem).GetProperty("title").GetString());
    }

    private Task<HttpResponseMessage> TellAsync(string body, string? signature = null) =>
        _client.SendAsync(Webhook(body, signature ?? Sign(Secret, body)), Stop);

    /// <summary>Whether the rate was kept, and with the how manieth request to upstream it came.</summary>
    private async Task<string> RateAsync(string currency)
    {
        using var response = await _client.GetAsync($"/api/rates/{currency}", Stop);
        var rate = JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)).GetProperty("perDollar").GetDecimal();
        return $"{response.Headers.GetValues("X-Cache").Single()} {rate.ToString(CultureInfo.InvariantCulture)}";
    }

    private SampleApp AppWith(params (string Key, string Value)[] settings) => new(
        "cached-proxy",
        [("Rates:Address", _upstream.Address), ("Rates:Resilience:Retry:Delay", "00:00:00"), ("Serilog:MinimumLevel:Override:Polly", "Fatal"), .. settings],
        "Production");

    /// <summary>The API of others, on a port of its own. Each of its rates is the number of the request that it answers.</summary>
    private sealed class Upstream : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly SemaphoreSlim _asked = new(0);
        private volatile TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _requests;
        private int _failures;

        private Upstream(WebApplication app)
        {
            _app = app;
            Release();
        }

        public int Requests => Volatile.Read(ref _requests);

        public string Address => _app.Urls.Single() + "/";

        public static async Task<Upstream> StartAsync(CancellationToken stop)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var upstream = new Upstream(builder.Build());
            upstream._app.Run(upstream.AnswerAsync);
            await upstream._app.StartAsync(stop);
            return upstream;
        }

        public void Fail(int times) => Volatile.Write(ref _failures, times);

        public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _gate.TrySetResult();

        /// <summary>Waits until it was asked so many times.</summary>
        public async Task AskedAsync(int times, CancellationToken stop)
        {
            for (var i = 0; i < times; i++)
            {
                await _asked.WaitAsync(stop);
            }
        }

        public async ValueTask DisposeAsync()
        {
            Release();
            await _app.DisposeAsync();
            _asked.Dispose();
        }

        private async Task AnswerAsync(HttpContext context)
        {
            var number = Interlocked.Increment(ref _requests);
            _asked.Release();
            await _gate.Task;
            var currency = Path.GetFileName(context.Request.Path.Value!);
            if (Interlocked.Decrement(ref _failures) >= 0)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            }
            else if (currency == "XXX")
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }
            else
            {
                await context.Response.WriteAsJsonAsync(new { currency, perDollar = number, asOf = DateTimeOffset.UnixEpoch });
            }
        }
    }
}
