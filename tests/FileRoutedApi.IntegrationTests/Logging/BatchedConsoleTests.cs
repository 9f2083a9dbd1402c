using System.Globalization;
using System.Text.Json;
using FileRoutedApi.Host.Logging;
using Serilog.Events;
using Serilog.Formatting.Display;
using Serilog.Parsing;

namespace FileRoutedApi.IntegrationTests.Logging;

/// <summary>The output of the log in Production: nothing is lost, doubled or reordered.</summary>
public class BatchedConsoleTests
{
    private static readonly MessageTemplateTextFormatter _formatter = new("{Message:lj}\n", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Entries_of_many_threads_are_written_once_and_those_of_one_thread_in_order()
    {
        var output = new RecordingStream();
        using (var console = new BatchedConsole(_formatter, output))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
                () =>
                {
                    for (var i = 0; i < 25_000; i++)
                    {
                        // Requests and events take different ways.
                        Add(console, $"{thread}:{i}", isRequest: i % 3 > 0);
                    }
                },
                TestContext.Current.CancellationToken)));
        }

        var lines = output.Lines.Select(TextOf)
            .GroupBy(line => line.Split(':')[0], line => int.Parse(line.Split(':')[1], CultureInfo.InvariantCulture));
        Assert.Equal(4, lines.Count());
        Assert.All(lines, thread => Assert.Equal(Enumerable.Range(0, 25_000), thread));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_batch_waits_for_the_output_and_loses_nothing(bool isRequest)
    {
        var output = new RecordingStream { Gate = new SemaphoreSlim(0) };
        using var console = new BatchedConsole(_formatter, output);
        var adding = Task.Run(
            () =>
            {
                for (var i = 0; i < 30_000; i++)
                {
                    Add(console, $"{i}", isRequest);
                }
            },
            TestContext.Current.CancellationToken);
        await output.Blocked.Task;

        // Two batches can be in memory: the one that is written, and the next.
        Assert.False(adding.IsCompleted);
        output.Gate.Release(int.MaxValue / 2);
        await adding;
        console.Flush();

        Assert.Equal(Enumerable.Range(0, 30_000), output.Lines.Select(line => int.Parse(TextOf(line), CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(600)]
    [InlineData(700)]
    [InlineData(10_000)]
    [InlineData(2_000_000)]
    public void A_request_is_one_line_whatever_its_length(int length)
    {
        var output = new RecordingStream();
        using var console = new BatchedConsole(_formatter, output);
        string[] texts = [new('a', length), new('é', length), "last"];

        foreach (var text in texts)
        {
            Add(console, text, isRequest: true);
        }

        console.Flush();

        Assert.Equal(texts, output.Lines.Select(TextOf));
    }

    [Fact]
    public void Flush_waits_for_what_was_added()
    {
        var output = new RecordingStream();
        using var console = new BatchedConsole(_formatter, output);
        for (var i = 0; i < 100; i++)
        {
            console.Emit(Event($"{i}"));
            console.Flush();
            Assert.Equal(i + 1, output.Lines.Count());
        }
    }

    [Fact]
    public async Task Flush_waits_for_what_was_added_also_if_several_threads_flush()
    {
        var output = new RecordingStream();
        using var console = new BatchedConsole(_formatter, output);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
            () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    Add(console, $"{thread}:{i}", isRequest: i % 2 > 0);
                    console.Flush();
                    Assert.Contains($"{thread}:{i}", output.Lines.Select(TextOf));
                }
            },
            TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Many_events_and_requests_of_one_batch_are_written_in_their_order()
    {
        var output = new RecordingStream();
        using var console = new BatchedConsole(_formatter, output);
        var texts = Enumerable.Range(0, 3000).Select(i => $"{i} {new string('x', 200)}").ToList();

        foreach (var (index, text) in texts.Index())
        {
            Add(console, text, isRequest: index % 3 == 0);
        }

        console.Flush();

        Assert.Equal(texts, output.Lines.Select(TextOf));
    }

    [Fact]
    public void A_fatal_event_is_written_at_once()
    {
        var output = new RecordingStream();
        using var console = new BatchedConsole(_formatter, output);

        console.Emit(Event("before"));
        console.Emit(Event("fatal", LogEventLevel.Fatal));

        Assert.Equal(["before", "fatal"], output.Lines);
    }

    [Fact]
    public void After_Dispose_an_event_is_written_at_once()
    {
        var output = new RecordingStream();
        var console = new BatchedConsole(_formatter, output);
        console.Emit(Event("before"));
        console.Dispose();
        console.Emit(Event("after"));
        Assert.Equal(["before", "after"], output.Lines);

        Add(console, "request", isRequest: true);
        Assert.Equal(["before", "after", "request"], output.Lines.Select(TextOf));
    }

    [Fact]
    public async Task Entries_that_are_added_during_and_after_Dispose_are_written()
    {
        var output = new RecordingStream();
        var console = new BatchedConsole(_formatter, output);
        var adding = Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
            () =>
            {
                for (var i = 0; i < 5000; i++)
                {
                    Add(console, $"{thread}:{i}", isRequest: i % 2 > 0);
                }
            },
            TestContext.Current.CancellationToken)));
        await output.Blocked.Task;
        console.Dispose();
        await adding;

        Assert.Equal(
            Enumerable.Range(0, 4).SelectMany(thread => Enumerable.Range(0, 5000).Select(i => $"{thread}:{i}")).Order(StringComparer.Ordinal),
            output.Lines.Select(TextOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_output_that_throws_after_Dispose_loses_only_what_it_was_given()
    {
        var output = new RecordingStream();
        var console = new BatchedConsole(_formatter, output);
        console.Dispose();
        output.Error = new ObjectDisposedException("output");

        Assert.Throws<ObjectDisposedException>(() => console.Emit(Event("lost")));
        output.Error = null;
        console.Emit(Event("written"));

        Assert.Equal(["written"], output.Lines);
    }

    [Fact]
    public void An_output_that_fails_does_not_end_the_application()
    {
        var output = new RecordingStream { Failures = 1 };
        using var console = new BatchedConsole(_formatter, output);

        console.Emit(Event("lost"));
        console.Flush();
        console.Emit(Event("written"));
        console.Flush();

        Assert.Equal(["written"], output.Lines);
    }

    [Fact]
    public void An_event_that_cannot_be_formatted_does_not_affect_others()
    {
        var output = new RecordingStream();
        using var console = new BatchedConsole(_formatter, output);

        console.Emit(Event("first"));
        console.Emit(new LogEvent(
            default, LogEventLevel.Information, null, new MessageTemplateParser().Parse("{Value}"),
            [new LogEventProperty("Value", new ScalarValue(new Unprintable()))]));
        console.Emit(Event("last"));
        console.Flush();

        Assert.Equal(["first", "last"], output.Lines);
    }

    private static void Add(BatchedConsole console, string text, bool isRequest)
    {
        if (isRequest)
        {
            console.Add(new LoggedRequest(default, 0, "GET", $"/{text}", 200, LoggedRoute.None, default));
        }
        else
        {
            console.Emit(Event(text));
        }
    }

    private static string TextOf(string line) =>
        line.StartsWith('{') ? JsonDocument.Parse(line).RootElement.GetProperty("RequestPath").GetString()![1..] : line;

    private static LogEvent Event(string text, LogEventLevel level = LogEventLevel.Information) =>
        new(default, level, null, new MessageTemplateParser().Parse(text), []);

    private sealed class Unprintable
    {
        public override string ToString() => throw new InvalidOperationException();
    }
}
