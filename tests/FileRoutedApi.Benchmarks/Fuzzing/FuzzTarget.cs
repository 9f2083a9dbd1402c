using CsCheck;
using FileRoutedApi.Http;

namespace FileRoutedApi.Benchmarks.Fuzzing;

/// <summary>An entry point for client input, with a generator of inputs.</summary>
internal abstract class FuzzTarget(string name)
{
    /// <summary>All targets.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Of("path", FuzzText.Path, FuzzParsers.Path, FuzzBody.Escape),
        Of("query", FuzzText.Query, FuzzParsers.Query, FuzzBody.Escape),
        Of("cookies", FuzzText.Cookies, FuzzParsers.Cookies, lines => FuzzBody.Escape(string.Join('\n', lines))),
        new FuzzTarget<FuzzBody>("body", FuzzBody.Any, FuzzParsers.BodyAsync, body => body.ToString()),
        new FuzzTarget<FuzzBody>("typed body", FuzzBody.Any, FuzzParsers.TypedBodyAsync, body => body.ToString()),
        new FuzzTarget<FuzzBody>("bound JSON", FuzzBody.Any, FuzzParsers.BoundBodyAsync, body => body.ToString()),
    ];

    public string Name => name;

    /// <summary>Runs a number of inputs and calls <paramref name="counted"/> with the outcome of each.</summary>
    /// <exception cref="CsCheckException">An undeclared exception, with the seed and the smallest input that causes it.</exception>
    public abstract Task RunAsync(long inputs, string? seed, Action<string> counted);

    private static FuzzTarget<T> Of<T>(string name, Gen<T> inputs, Func<T, string> run, Func<T, string> print) =>
        new(name, inputs, input => ValueTask.FromResult(run(input)), print);
}

/// <param name="run">Reads an input and returns the outcome.</param>
internal sealed class FuzzTarget<T>(string name, Gen<T> inputs, Func<T, ValueTask<string>> run, Func<T, string> print) : FuzzTarget(name)
{
    public override Task RunAsync(long count, string? seed, Action<string> counted) =>
        inputs.SampleAsync(async input => counted(await OutcomeAsync(input)), seed: seed, iter: count, print: print);

    /// <summary>Exceptions that result in a 4xx are declared. All others would result in a 500.</summary>
    private async Task<string> OutcomeAsync(T input)
    {
        try
        {
            return await run(input);
        }
        catch (Exception exception) when (HandlerExceptions.AsResponse(exception) is { Status: >= 400 and < 500 } response)
        {
            return $"{response.Status} {response.Message}";
        }
    }
}
