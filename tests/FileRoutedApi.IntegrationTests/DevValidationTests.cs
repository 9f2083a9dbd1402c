using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Validation in the development server.</summary>
public class DevValidationTests
{
    private const string Probe = """
        using System.Runtime.Loader;
        int GET()
        {
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            return AssemblyLoadContext.All.Count();
        }
        """;

    private static readonly string[] _bodies =
        [
            "{}",
            """{"name":"long","parts":[{"size":0}]}""",
            """{"name":"abc","parts":[{"size":1}]}""",
            """{"name":"ab","time":{"from":2,"to":1}}"""
        ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rules_of_a_file_that_was_replaced_do_not_keep_its_code_loaded()
    {
        using var folder = new TempFolder(("api/probe.cs", Probe), ("api/items.cs", Rules(0)));
        await using var host = HostProcess.Start(folder.Root, "--urls=http://127.0.0.1:0", "--Serilog:MinimumLevel:Default=Warning");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        await EditAsync(folder, client, 1, 4);
        var before = int.Parse(await client.GetStringAsync("/api/probe", Stop), System.Globalization.CultureInfo.InvariantCulture);

        await EditAsync(folder, client, 4, 20);

        var after = int.Parse(await client.GetStringAsync("/api/probe", Stop), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(after, 0, before + 4);
    }

    private static async Task EditAsync(TempFolder folder, HttpClient client, int from, int to)
    {
        for (var version = from; version < to; version++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Root, "api/items.cs"), Rules(version), Stop);
            var text = "";
            while (!text.Contains($"version {version}", StringComparison.Ordinal))
            {
                text = await SendAsync(client, _bodies[0]);
            }

            foreach (var body in _bodies)
            {
                await SendAsync(client, body);
            }
        }
    }

    private static async Task<string> SendAsync(HttpClient client, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await (await client.PostAsync("/api/items", content, Stop)).Content.ReadAsStringAsync(Stop);
    }

    private static string Rules(int version) => $$"""
        using System.ComponentModel.DataAnnotations;
        using FluentValidation;

        object POST(Item item) => item;

        record Item([Required(ErrorMessage = "version {{version}}"), MaxLength(3)] string? Name, List<Part>? Parts, Time? Time);

        record Part([property: Range(1, 9)] int Size);

        record struct Time(int From, int To) : IValidatableObject
        {
            public IEnumerable<ValidationResult> Validate(ValidationContext context) => To < From ? [new("no", [nameof(To)])] : [];
        }

        class ItemValidator : AbstractValidator<Item> { public ItemValidator() => RuleFor(item => item.Name).MinimumLength(3); }

        class PartValidator : AbstractValidator<Part> { public PartValidator() => RuleFor(part => part.Size).GreaterThan(1); }
        """;
}
