using FileRoutedApi.Compilation.Development;

namespace FileRoutedApi.IntegrationTests.Development;

public sealed class DevActivityTests
{
    private readonly DevActivity _activity = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_last_200_requests_are_available()
    {
        Assert.Empty(_activity.Requests);

        for (var i = 0; i < 450; i++)
        {
            _activity.Request(Entry(i));
        }

        Assert.Equal(Enumerable.Range(250, 200).Reverse(), _activity.Requests.Select(request => request.Status));
    }

    [Fact]
    public async Task Every_subscriber_gets_all_events_after_the_call()
    {
        _activity.Request(Entry(1));
        await using var first = Subscribe();
        await using var second = Subscribe();
        _activity.Request(Entry(2));
        _activity.Report(DevState.Empty with { Reloads = 3 });
        _activity.Request(Entry(4));

        foreach (var subscriber in new[] { first, second })
        {
            // A change may be delivered before an earlier request.
            var received = new List<int>();
            for (var i = 0; i < 3; i++)
            {
                Assert.True(await subscriber.MoveNextAsync());
                received.Add(subscriber.Current.Request?.Status ?? subscriber.Current.Change!.Reloads);
            }

            Assert.Equal([2, 3, 4], received.Order());
        }
    }

    [Fact]
    public async Task A_slow_subscriber_misses_requests_but_not_changes()
    {
        await using var slow = Subscribe();
        _activity.Report(DevState.Empty with { Reloads = 1 });
        for (var i = 0; i < 10_000; i++)
        {
            _activity.Request(Entry(i));
        }

        Assert.True(await slow.MoveNextAsync());
        Assert.Equal(1, slow.Current.Change?.Reloads);
        Assert.True(await slow.MoveNextAsync());
        Assert.InRange(slow.Current.Request!.Status, 9_000, 9_999);
    }

    [Fact]
    public async Task Reporting_the_same_state_twice_is_two_changes()
    {
        await using var subscriber = Subscribe();
        for (var i = 0; i < 2; i++)
        {
            _activity.Report(DevState.Empty);
            Assert.True(await subscriber.MoveNextAsync());
            Assert.Same(DevState.Empty, subscriber.Current.Change);
        }
    }

    [Fact]
    public async Task Requests_can_be_published_concurrently()
    {
        await using var subscriber = Subscribe();
        Parallel.For(0, 20_000, i => _activity.Request(Entry(i)));
        _activity.Request(Entry(-1));

        Assert.Equal((-1, 200, 200), (_activity.Requests[0].Status, _activity.Requests.Count, _activity.Requests.Distinct().Count()));
        while (await subscriber.MoveNextAsync() && subscriber.Current.Request!.Status != -1)
        {
        }
    }

    private IAsyncEnumerator<DevEvent> Subscribe() => _activity.SubscribeAsync(Stop).GetAsyncEnumerator(Stop);

    private static RequestEntry Entry(int status) => new(DateTimeOffset.UnixEpoch, "GET", "/", status, 0, null);
}
