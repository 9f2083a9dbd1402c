using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The development server, driven as an editor drives it: real files, real Kestrel, clients that never pause.</summary>
public class DevEditingTests
{
    private const string Steady = "void Handler(ApiRequest req, ApiResponse res) => res.Json(\"steady\");\n";

    private const string Probe = """
        using System.Diagnostics;
        using System.Runtime.Loader;

        // Replaced code is collected by the second collection: the first one runs the finalizers that reference it.
        IResult GET()
        {
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            return Results.Ok(new
            {
                contexts = AssemblyLoadContext.All.Count(),
                megabytes = Process.GetCurrentProcess().WorkingSet64 / 1024 / 1024,
                heap = GC.GetTotalMemory(false) / 1024 / 1024,
                jit = System.Runtime.JitInfo.GetCompiledILBytes() / 1024,
                methods = System.Runtime.JitInfo.GetCompiledMethodCount(),
            });
        }
        """;

    private static readonly TimeSpan _errorGracePeriod = TimeSpan.FromMilliseconds(120);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 900_000)]
    public async Task Five_hundred_edits_in_a_row_fail_no_request_and_leak_nothing()
    {
        using var folder = new TempFolder(
            ("api/steady.cs", Steady),
            ("api/probe.cs", Probe),
            ("api/value.cs", Value(0)),
            ("api/breaks.cs", Value(0)),
            ("api/shared.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(Shared.Value);\n"),
            ("api/_lib/Shared.cs", SharedValue(0)),
            ("api/there.cs", Value(1)));
        await using var host = HostProcess.Start(
            folder.Root, "--urls=http://127.0.0.1:0", "--FileRoutes:CompileCache=cache", "--Serilog:MinimumLevel:Default=Warning");
        var address = await host.ListeningAsync();
        using var editor = new Editor(folder.Root, address, () => host.Output);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        await editor.EditAsync(0, 25);
        var clients = new[]
        {
            Client.RunAsync(address, [("/api/value", editor.ExpectValue), ("/api/there", editor.ExpectGone)], over.Token),
            Client.RunAsync(
                address,
                [("/api/shared", editor.ExpectShared), ("/api/breaks", editor.ExpectBroken), ("/api/steady", ExpectSteady)],
                over.Token),
        };

        // Memory that is needed until all code of the edits and of the requests is compiled is not growth.
        await editor.EditAsync(25, 275);
        var before = await editor.ProbeAsync(contexts: 40);
        await editor.EditAsync(275, 525);
        await over.CancelAsync();
        var requests = await Task.WhenAll(clients);
        var after = await editor.ProbeAsync(contexts: 40);

        Assert.All(requests, count => Assert.True(count > 500, $"{count} requests of each path"));
        Assert.True(after.Megabytes - before.Megabytes <= 60, $"{before} -> {after}");
        Assert.True(after.Heap - before.Heap <= 10, $"{before} -> {after}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{requests.Sum()} requests, {before} -> {after}");
    }

    private static Func<int, string, bool> ExpectSteady() => (status, text) => status == 200 && text == "\"steady\"";

    private static string Value(int value) => $"void Handler(ApiRequest req, ApiResponse res) => res.Json({value});\n";

    private static string SharedValue(int value) => $"static class Shared\n{{\n    public static int Value => {value};\n}}\n";

    private sealed record Footprint(int Contexts, long Megabytes, long Heap, long Jit, long Methods);

    /// <summary>Changes files in the ways that editors do, and continues when the change is visible.</summary>
    private sealed class Editor(string root, Uri address, Func<string> log) : IDisposable
    {
        private readonly HttpClient _client = new() { BaseAddress = address };
        private volatile int _seen;
        private volatile int _written;
        private volatile int _seenShared;
        private volatile int _writtenShared;
        private volatile bool _mayBeBroken;
        private volatile bool _mayBeGone;
        private volatile int _breaks;
        private volatile int _absences;
        private volatile int _halves;
        private volatile bool _wasHalf;
        private long _halfSince;

        // The expected response depends on the changes that were visible when the request began and on those that began since.
        public Func<int, string, bool> ExpectValue()
        {
            var (seen, halves) = (_seen, _halves);
            return (status, text) => status == 200 ? Number(text) >= seen && Number(text) <= _written : status == 500 && MayBeHalf(halves);
        }

        public Func<int, string, bool> ExpectShared()
        {
            var seen = _seenShared;
            return (status, text) => status == 200 && Number(text) >= seen && Number(text) <= _writtenShared;
        }

        public Func<int, string, bool> ExpectBroken()
        {
            var (may, breaks) = (_mayBeBroken, _breaks);
            return (status, _) => status == 200 || (status == 500 && (may || breaks != _breaks));
        }

        public Func<int, string, bool> ExpectGone()
        {
            var (may, absences, halves) = (_mayBeGone, _absences, _halves);
            return (status, text) => status switch
            {
                200 => text == "1",
                404 => may || absences != _absences,
                _ => status == 500 && MayBeHalf(halves),
            };
        }

        public void Dispose() => _client.Dispose();

        // On a busy machine the time between both halves of a file may exceed the grace period. Then the half file is an error.
        private bool MayBeHalf(int halves) => _wasHalf || halves != _halves || IsHalfForLong();

        private bool IsHalfForLong() =>
            Interlocked.Read(ref _halfSince) is not 0 and var since && TimeProvider.System.GetElapsedTime(since) >= _errorGracePeriod;

        public async Task EditAsync(int from, int to)
        {
            for (var edit = from; edit < to; edit++)
            {
                var done = (edit % 25) switch
                {
                    3 => ChangeSharedAsync(),
                    8 or 15 => BreakAndFixAsync(edit),
                    12 => RenameAsync(),
                    19 => DeleteAsync(),
                    _ => ChangeValueAsync(edit),
                };
                await done;
            }
        }

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

        public async Task<Footprint> ProbeAsync(int contexts)
        {
            Footprint footprint;
            do
            {
                footprint = (await _client.GetFromJsonAsync<Footprint>("/api/probe", Stop))!;
            }
            while (footprint.Contexts > contexts);
            return footprint;
        }

        private async Task ChangeValueAsync(int edit)
        {
            _written++;
            await WriteAsync("api/value.cs", Value(_written), edit % 3);
            await SeeAsync("/api/value", $"{_written}");
            _seen = _written;
            _wasHalf = false;
        }

        private async Task ChangeSharedAsync()
        {
            _writtenShared++;
            await WriteAsync("api/_lib/Shared.cs", SharedValue(_writtenShared), 0);
            await SeeAsync("/api/shared", $"{_writtenShared}");
            _seenShared = _writtenShared;
        }

        private async Task BreakAndFixAsync(int edit)
        {
            _breaks++;
            _mayBeBroken = true;
            await WriteAsync("api/breaks.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(;\n", 0);
            await SeeAsync("/api/breaks", "CS1026", HttpStatusCode.InternalServerError);
            await WriteAsync("api/breaks.cs", Value(edit), 1);
            await SeeAsync("/api/breaks", $"{edit}");
            _mayBeBroken = false;
        }

        private async Task RenameAsync()
        {
            _absences++;
            _mayBeGone = true;
            File.Move(Path.Combine(root, "api/there.cs"), Path.Combine(root, "api/elsewhere.cs"));
            await SeeAsync("/api/elsewhere", "1");
            await SeeAsync("/api/there", "", HttpStatusCode.NotFound);
            File.Move(Path.Combine(root, "api/elsewhere.cs"), Path.Combine(root, "api/there.cs"));
            await SeeAsync("/api/there", "1");
            _mayBeGone = false;
        }

        private async Task DeleteAsync()
        {
            _absences++;
            _mayBeGone = true;
            File.Delete(Path.Combine(root, "api/there.cs"));
            await SeeAsync("/api/there", "", HttpStatusCode.NotFound);
            await WriteAsync("api/there.cs", Value(1), 2);
            await SeeAsync("/api/there", "1");
            _wasHalf = false;
            _mayBeGone = false;
        }

        private async Task WriteAsync(string path, string text, int way)
        {
            var file = Path.Combine(root, path);
            switch (way)
            {
                case 0:
                    var aside = Path.Combine(root, "aside.tmp");
                    await File.WriteAllTextAsync(aside, text, Stop);
                    File.Move(aside, file, overwrite: true);
                    break;
                case 1:
                    await File.WriteAllTextAsync(file, text, Stop);
                    break;
                default:
                    // The first half, which does not compile, and then the rest.
                    await using (var stream = new FileStream(file, FileMode.Create))
                    {
                        var bytes = Encoding.UTF8.GetBytes(text);
                        Interlocked.Exchange(ref _halfSince, TimeProvider.System.GetTimestamp());
                        await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), Stop);
                        await stream.FlushAsync(Stop);
                        await Task.Delay(20, Stop);
                        await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2), Stop);
                    }

                    if (IsHalfForLong())
                    {
                        _wasHalf = true;
                        _halves++;
                    }

                    Interlocked.Exchange(ref _halfSince, 0);

                    break;
            }
        }

        private async Task SeeAsync(string path, string text, HttpStatusCode status = HttpStatusCode.OK)
        {
            var body = "";
            while (!Stop.IsCancellationRequested)
            {
                using var response = await _client.GetAsync(path, CancellationToken.None);
                body = await response.Content.ReadAsStringAsync(CancellationToken.None);
                if (response.StatusCode == status
                    && (status == HttpStatusCode.OK ? body == text : body.Contains(text, StringComparison.Ordinal)))
                {
                    return;
                }
            }

            Assert.Fail($"{path} still responds with {body} instead of {text}\n{log()}");
        }
    }

    private static class Client
    {
        /// <summary>Requests the paths in turn without a pause until cancelled, and checks each response.</summary>
        /// <returns>The number of requests for each path.</returns>
        public static async Task<int> RunAsync(
            Uri address, (string Path, Func<Func<int, string, bool>> Expect)[] paths, CancellationToken over)
        {
            using var client = new HttpClient { BaseAddress = address };
            var requests = 0;
            for (; !over.IsCancellationRequested; requests++)
            {
                foreach (var (path, expect) in paths)
                {
                    var isRight = expect();
                    using var response = await client.GetAsync(path, Stop);
                    var text = await response.Content.ReadAsStringAsync(Stop);
                    Assert.True(isRight((int)response.StatusCode, text), $"{path} responded with {(int)response.StatusCode}: {text}");
                }
            }

            return requests;
        }
    }
}
