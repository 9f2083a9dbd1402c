using System.Globalization;
using System.Reflection;
using FileRoutedApi.Development;
using FileRoutedApi.Hosting;
using FileRoutedApi.Live;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Development;

/// <summary>What the development server says: what it serves, what it did, what is wrong. In colour on a terminal, plain in a pipe.</summary>
internal sealed class DevTerminal(TextWriter output, TerminalStyle style, string root)
{
    private static readonly string _version = typeof(DevTerminal).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly Lock _writing = new();

    /// <summary>Whether there is a dashboard to open.</summary>
    public bool HasDashboard { get; set; }

    /// <summary>The first lines: where it answers.</summary>
    public void Listening(IFeatureCollection features) => Write(() =>
    {
        output.WriteLine($"{style.Bold("FileRoutedApi")} {_version}");
        Addresses(features);
    });

    /// <summary>Everything was loaded once.</summary>
    public void Ready(LiveState state, TimeSpan elapsed) => Write(() =>
    {
        output.WriteLine($"{Routes(state)} ready in {Milliseconds(elapsed)}");
        Problems(state.Diagnostics);
    });

    /// <summary>No application could be started.</summary>
    public void NotStarted(IReadOnlyList<RouteDiagnostic> diagnostics) => Write(() =>
    {
        output.WriteLine(style.Red("The application cannot start until this is fixed."));
        Problems(diagnostics);
    });

    /// <summary>What a reload did.</summary>
    public void Updated(LiveUpdate update, TimeSpan elapsed) => Write(() =>
    {
        var broken = update.Changed.Where(update.State.Broken.ContainsKey).ToList();
        var compiled = update.Changed.Except(broken).ToList();
        if (compiled.Count > 0)
        {
            Line(style.Green("compiled"), $"{Files(compiled)} in {Milliseconds(elapsed)}");
        }

        if (update.Removed.Count > 0)
        {
            Line(style.Yellow("removed"), Files(update.Removed));
        }

        if (broken.Count > 0)
        {
            Line(style.Red("broken"), Files(broken));
        }

        Problems(update.State.Diagnostics.Where(diagnostic => update.Changed.Contains(diagnostic.File) || !update.Before.Diagnostics.Contains(diagnostic)));
    });

    /// <param name="paths">The files whose change needs it; none where something else does.</param>
    public void Restarting(IReadOnlyList<string> paths) => Write(() => Line(style.Yellow("restarting"), paths.Count > 0 ? $"for {Files(paths)}" : "the application"));

    public void Restarted(LiveState state, TimeSpan elapsed) => Write(() =>
    {
        Line(style.Green("restarted"), $"{Routes(state)} in {Milliseconds(elapsed)}");
        Problems(state.Diagnostics);
    });

    /// <summary>The files are again what the application was made of.</summary>
    public void Recovered() => Write(() => Line(style.Green("up to date:"), "the files match the running application again"));

    /// <param name="another">Whether another application goes on answering.</param>
    public void NotRestarted(IReadOnlyList<RouteDiagnostic> diagnostics, bool another) => Write(() =>
    {
        Line(style.Red("not restarted:"), another ? "the last working version handles requests" : "the response to every request is this error");
        Problems(diagnostics);
    });

    /// <summary>A fault in code of the user's that answers no request.</summary>
    public void Unexpected(string what, Exception exception) => Write(() =>
    {
        Line(style.Red("error"), ControlCharacters.OnOneLine(what));
        output.WriteLine(ControlCharacters.OnLines(exception.ToString()));
    });

    private void Write(Action write)
    {
        lock (_writing)
        {
            write();
            output.Flush();
        }
    }

    private void Line(string what, string text) => output.WriteLine($"{style.Dim(DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture))} {what} {text}");

    private void Addresses(IFeatureCollection features)
    {
        var addresses = features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses)
        {
            output.WriteLine($"Listening on {style.Cyan(address)}");
        }

        if (HasDashboard && addresses.FirstOrDefault() is { } first)
        {
            output.WriteLine($"Dashboard at {style.Cyan(first + "/_dev")}");
        }
    }

    private void Problems(IEnumerable<RouteDiagnostic> diagnostics)
    {
        // One look at a line is enough, however much is wrong with it.
        foreach (var line in diagnostics.OrderByDescending(found => found.Severity).GroupBy(found => (found.File, found.Line)))
        {
            output.WriteLine();
            foreach (var diagnostic in line)
            {
                var text = ControlCharacters.OnLines(diagnostic.ToString());
                output.WriteLine(diagnostic.IsError ? style.Red(text) : style.Yellow(text));
            }

            if (ErrorPlace.Of(line.First()).ReadCode(root) is { } code)
            {
                output.WriteLine(string.Join(Environment.NewLine, code.ToText().Split('\n').Select(text => ControlCharacters.OnOneLine(text.TrimEnd('\r')))));
            }
        }
    }

    private static string Routes(LiveState state) => state.Table.Routes.Count == 1 ? "1 route" : $"{state.Table.Routes.Count} routes";

    private static string Files(IReadOnlyList<string> files) =>
        ControlCharacters.OnOneLine(files.Count <= 3 ? string.Join(", ", files) : $"{files[0]} and {files.Count - 1} more files");

    private static string Milliseconds(TimeSpan elapsed) => elapsed.TotalSeconds >= 10
        ? string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMilliseconds:0} ms");
}
