using FileRoutedApi.Caching;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The memory of responses in generation is bounded, and none of them waits for ever.</summary>
public class GenerationBudgetTests
{
    private const int Limit = 1024 * 1024;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_the_limit_one_response_proceeds_and_the_others_wait_for_it()
    {
        var budget = new GenerationBudget(Limit);
        var first = budget.Open();
        using var second = budget.Open();
        using var third = budget.Open();
        await first.GrowToAsync(Limit, Stop);
        await second.GrowToAsync(Limit, Stop);
        var waiting = third.GrowToAsync(Limit, Stop).AsTask();
        await second.GrowToAsync(10 * Limit, Stop);

        Assert.False(waiting.IsCompleted);
        second.Dispose();
        await waiting;
        first.Dispose();
        third.Dispose();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task A_small_response_is_not_counted()
    {
        var budget = new GenerationBudget(Limit);
        using var large = budget.Open();
        using var small = budget.Open();
        await large.GrowToAsync(10 * Limit, Stop);

        Assert.True(small.GrowToAsync(GenerationBudget.Uncounted, Stop).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_cancelled_response_stops_waiting_and_reserves_no_memory()
    {
        var budget = new GenerationBudget(Limit);
        using var cancelled = new CancellationTokenSource();
        var first = budget.Open();
        await first.GrowToAsync(10 * Limit, Stop);
        using var second = budget.Open();
        var waiting = second.GrowToAsync(Limit, cancelled.Token).AsTask();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        second.Dispose();
        first.Dispose();
        Assert.Equal(0, budget.Used);
        using var third = budget.Open();
        await third.GrowToAsync(10 * Limit, Stop);
    }

    [Fact]
    public async Task Responses_that_are_larger_than_the_budget_together_are_all_generated()
    {
        using var app = new FolderApp(
            new TempFolder(("api/[id].cs", """
                var config = new RouteConfig { Revalidate = 60 };
                async Task GET(ApiRequest req, HttpContext context)
                {
                    for (var i = 0; i < 20; i++)
                    {
                        await context.Response.Body.WriteAsync(new byte[50_000]);
                        await Task.Yield();
                    }
                }
                """)),
            [("FileRoutes:Cache:MemoryLimit", "1mb")]);
        using var client = app.CreatePlainClient();

        var lengths = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(async id => (await client.GetByteArrayAsync($"/api/{id}", Stop)).Length));

        Assert.All(lengths, length => Assert.Equal(1_000_000, length));
    }
}
