using FileRoutedApi.Benchmarks.Fuzzing;

namespace FileRoutedApi.Tests.Http;

/// <summary>The short version of <c>dotnet run --project tests/FileRoutedApi.Benchmarks -- fuzz</c>.</summary>
public class FuzzTests
{
    private const int Inputs = 5_000;

    public static TheoryData<string> Targets { get; } = [.. FuzzTarget.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Fuzzed_input_is_read_or_is_a_client_error(string name)
    {
        var read = 0;

        await FuzzTarget.All.Single(target => target.Name == name).RunAsync(
            Inputs, seed: null, outcome => Interlocked.Add(ref read, outcome.StartsWith('4') ? 0 : 1));

        // A test in which all inputs are refused would prove little.
        Assert.InRange(read, Inputs / 20, Inputs);
    }
}
