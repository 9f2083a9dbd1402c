using System.Diagnostics;
using System.Globalization;
using System.Runtime;

namespace FileRoutedApi.Host.Serving;

/// <summary>Measures the stages of a start, for <c>check --timing</c>.</summary>
internal sealed class StartTimes
{
    private readonly List<Stage> _stages = [];

    public StartTimes() => Mark("runtime");

    /// <summary>Ends a stage. The first stage began with the process, each other one with the end of the stage before.</summary>
    public void Mark(string name) => _stages.Add(new Stage(
        name, DateTime.Now - Process.GetCurrentProcess().StartTime, JitInfo.GetCompiledMethodCount(), JitInfo.GetCompilationTime()));

    /// <summary>
    /// Writes a table with the stages: when each ended, how long it took, and how many methods were compiled in it by the JIT compiler, on
    /// all threads.
    /// </summary>
    public void Print(TextWriter output)
    {
        var width = _stages.Max(stage => stage.Name.Length);
        output.WriteLine($"{"stage".PadRight(width)}  {"ends at",9}  {"takes",9}  {"methods",7}  {"JIT",9}");
        var before = new Stage("", TimeSpan.Zero, 0, TimeSpan.Zero);
        foreach (var stage in _stages)
        {
            var (takes, methods, jit) = (stage.End - before.End, stage.Methods - before.Methods, stage.Jit - before.Jit);
            output.WriteLine($"{stage.Name.PadRight(width)}  {Text(stage.End)}  {Text(takes)}  {methods,7}  {Text(jit)}");
            before = stage;
        }
    }

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds,6:N0} ms");

    private sealed record Stage(string Name, TimeSpan End, long Methods, TimeSpan Jit);
}
