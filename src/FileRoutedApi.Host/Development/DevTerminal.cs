using System.Globalization;
using FileRoutedApi.Development;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Live;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Development;

/// <summary>Writes the addresses, applied changes and errors of the development server, in colour on a terminal.</summary>
internal sealed class DevTerminal(TextWriter output, TerminalStyle style, string root)
{
    private readonly Lock _writing = new();

    /// <summary>The path of the dashboard.</summary>
    public const string DashboardPath = "/_dev";

    /// <summary>Gets or sets the name of the environment.</summary>
    public string Environment { get; set; } = Environments.Development;

    /// <summary>Gets or sets whether there is a dashboard.</summary>
    public bool HasDashboard { get; set; }

    /// <summary>Gets or sets whether keys of the terminal do something.</summary>
    public bool HasShortcuts { get; set; }

    /// <summary>Gets or sets the port that was chosen because the default one is in use; otherwise null.</summary>
    public int? OtherPort { get; set; }

    /// <summary>Gets the first address, as a browser on this machine can open it; null before the server listens.</summary>
    public string? Address { get; private set; }

    /// <summary>Writes the version, the folder and the addresses. Call it when requests get responses.</summary>
    /// <param name="features">The features of the server.</param>
    public void Listening(IFeatureCollection features) => Write(() =>
    {
        output.WriteLine($"{style.Bold("FileRoutedApi")} {ProgramVersion.Short}");
        output.WriteLine($"Serving {ControlCharacters.OnOneLine(root)} in {ControlCharacters.OnOneLine(Environment)}");
        if (OtherPort is { } port)
        {
            output.WriteLine(style.Yellow(string.Create(
                CultureInfo.InvariantCulture, $"Port {ListenAddresses.DefaultPort} is in use, so port {port} is used instead.")));
        }

        Addresses(features);
        output.WriteLine(HasShortcuts ? "Press Ctrl+C to stop, h to show all shortcuts" : "Press Ctrl+C to stop");
    });

    /// <summary>Writes that all files were loaded.</summary>
    public void Ready(LiveState state, TimeSpan elapsed) => Write(() =>
    {
        output.WriteLine($"{Loaded(state)} ready in {Milliseconds(elapsed)}{Broken(state)}");
        Problems(state.Diagnostics);
    });

    /// <summary>Writes what the keys do.</summary>
    public void Shortcuts() => Write(() =>
    {
        output.WriteLine();
        Key('o', $"open {Address} in the browser");
        if (HasDashboard)
        {
            Key('d', "open the dashboard");
        }

        Key('r', "restart the application");
        Key('q', "quit");
        Key('h', "show these shortcuts");
        output.WriteLine();

        void Key(char key, string what) => output.WriteLine($"  {style.Bold(key.ToString())}  {what}");
    });

    /// <summary>Writes that an address cannot be opened.</summary>
    public void NoBrowser(string address) => Write(() => output.WriteLine($"No browser was found. Open {style.Cyan(address)} yourself."));

    /// <summary>Writes the errors of a failed first start.</summary>
    public void NotStarted(IReadOnlyList<RouteDiagnostic> diagnostics) => Write(() =>
    {
        output.WriteLine(style.Red("The application cannot start until this is fixed."));
        Problems(diagnostics);
    });

    /// <summary>Writes the errors of settings files, which the server needs to listen.</summary>
    public void NotListening(IReadOnlyList<RouteDiagnostic> diagnostics) => Write(() =>
    {
        output.WriteLine(style.Red("The server cannot start until this is fixed. Waiting for a change of the settings files."));
        Problems(diagnostics);
    });

    /// <summary>Writes what a reload has changed.</summary>
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

        Problems(update.State.Diagnostics.Where(diagnostic =>
            update.Changed.Contains(diagnostic.File) || !update.Before.Diagnostics.Contains(diagnostic)));
    });

    /// <summary>Writes that the application restarts.</summary>
    /// <param name="paths">The files whose change requires it; empty if the cause is not a file.</param>
    public void Restarting(IReadOnlyList<string> paths) =>
        Write(() => Line(style.Yellow("restarting"), paths.Count > 0 ? $"for {Files(paths)}" : "the application"));

    /// <summary>Writes that the application has restarted.</summary>
    public void Restarted(LiveState state, TimeSpan elapsed) => Write(() =>
    {
        Line(style.Green("restarted"), $"{Count(state, (_, count) => count)} in {Milliseconds(elapsed)}{Broken(state)}");
        Problems(state.Diagnostics);
    });

    /// <summary>Writes that the files are again those of the running application.</summary>
    public void Recovered() => Write(() => Line(style.Green("up to date:"), "the files match the running application again"));

    /// <summary>Writes the errors of a failed restart.</summary>
    /// <param name="hasApplication">Whether the previous application still runs.</param>
    public void NotRestarted(IReadOnlyList<RouteDiagnostic> diagnostics, bool hasApplication) => Write(() =>
    {
        Line(
            style.Red("not restarted:"),
            hasApplication ? "the last working version handles requests" : "the response to every request is this error");
        Problems(diagnostics);
    });

    /// <summary>Writes that a file was written.</summary>
    /// <param name="path">The absolute path.</param>
    public void Wrote(string path)
    {
        var relative = Path.GetRelativePath(root, path);
        Write(() => Line(style.Green("wrote"), Files([relative.StartsWith("..", StringComparison.Ordinal) ? path : relative])));
    }

    /// <summary>Writes a warning that is not about the code of the folder.</summary>
    public void Warning(RouteDiagnostic diagnostic) => Write(() => Problems([diagnostic]));

    /// <summary>Writes an exception in user code that runs outside of requests.</summary>
    public void Unexpected(string what, Exception exception) => Write(() =>
    {
        Line(style.Red("error"), ControlCharacters.OnOneLine(what));
        output.WriteLine(TerminalException.Format(exception, root, style));
    });

    private void Write(Action write)
    {
        lock (_writing)
        {
            write();
            output.Flush();
        }
    }

    private void Line(string what, string text) =>
        output.WriteLine($"{style.Dim(DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture))} {what} {text}");

    private void Addresses(IFeatureCollection features)
    {
        ICollection<string> addresses = features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses)
        {
            var local = LocalOf(address);
            output.WriteLine($"Listening on {style.Cyan(address)}{(local == address ? "" : $" ({style.Cyan(local)} on this machine)")}");
        }

        Address = addresses.FirstOrDefault() is { } first ? LocalOf(first) : null;
        if (HasDashboard && Address is not null)
        {
            output.WriteLine($"Dashboard at {style.Cyan(Address + DashboardPath)}");
        }
    }

    // A browser cannot open the address that stands for all addresses of the machine.
    private static string LocalOf(string address) => address
        .Replace("://[::]", "://localhost", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal);

    private void Problems(IEnumerable<RouteDiagnostic> diagnostics)
    {
        // The code of a line is shown once, after all of its errors.
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
                var lines = code.ToText().Split('\n').Select(text => ControlCharacters.OnOneLine(text.TrimEnd('\r')));
                output.WriteLine(string.Join(System.Environment.NewLine, lines));
            }
        }
    }

    private static string Count(LiveState state, Func<IReadOnlyList<RouteFile>, string, string> format)
    {
        var (routes, jobs) = (state.Table.Routes, state.Table.Jobs);
        var text = format(routes, routes.Count == 1 ? "1 route" : $"{routes.Count} routes");
        return jobs.Count == 0 ? text : $"{text}, {format(jobs, JobCount.Of(jobs.Count))}";
    }

    private static string Loaded(LiveState state) =>
        Count(state, (files, count) => CountBroken(state, files) is > 0 and var broken ? $"{files.Count - broken} of {count}" : count);

    private string Broken(LiveState state) => CountBroken(state, [.. state.Table.Routes, .. state.Table.Jobs]) switch
    {
        0 => "",
        1 => style.Red(", 1 has errors"),
        var count => style.Red($", {count} have errors"),
    };

    private static int CountBroken(LiveState state, IReadOnlyList<RouteFile> files) =>
        files.Count(file => state.Broken.ContainsKey(file.Path));

    private static string Files(IReadOnlyList<string> files) =>
        ControlCharacters.OnOneLine(files.Count <= 3 ? string.Join(", ", files) : $"{files[0]} and {files.Count - 1} more files");

    private static string Milliseconds(TimeSpan elapsed) => elapsed.TotalSeconds >= 10
        ? string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMilliseconds:0} ms");
}
