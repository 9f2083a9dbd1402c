using System.Globalization;
using System.Text;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>The figures as an SVG bar chart, with its own background for light and dark pages.</summary>
internal sealed class PeersChart
{
    private const int PanelWidth = 540;
    private const int Margin = 20;
    private const int Columns = 2;
    private const int TitleHeight = 34;
    private const int BarHeight = 16;
    private const int Line = 22;
    private const int LabelWidth = 260;
    private const int ValueWidth = 70;
    private const int FootHeight = 26;

    private readonly StringBuilder _svg = new();

    public static string Draw(PeersResult result)
    {
        var panels = Panels(result).Where(panel => panel.Bars.Count > 0).ToList();
        var height = TitleHeight + (Line * panels.Max(panel => panel.Bars.Count)) + Margin;
        var rows = (panels.Count + Columns - 1) / Columns;
        var chart = new PeersChart();
        chart.Begin((PanelWidth * Columns) + Margin, (height * rows) + FootHeight + Margin);
        for (var i = 0; i < panels.Count; i++)
        {
            chart.DrawPanel(panels[i], Margin + (i % Columns * PanelWidth), Margin + (i / Columns * height));
        }

        chart.Add($"""<text class="small" x="{Margin}" y="{(height * rows) + Margin + 8}">{result.Machine}</text>""");
        chart.Add($"</svg>");
        return chart._svg.ToString();
    }

    private static IEnumerable<Panel> Panels(PeersResult result)
    {
        foreach (var (scenario, servers) in result.Scenarios)
        {
            yield return new(
                $"{scenario.Name}: requests per second", [.. servers.Select(server => new Bar(server.Peer, server.RequestsPerSecond))]);
        }

        foreach (var app in new[] { PeerApp.Small, PeerApp.Large })
        {
            yield return new(
                $"{app.Routes.Count.ToString("N0", CultureInfo.InvariantCulture)} routes: milliseconds from start to first response",
                [.. result.Starts.Where(start => start.App == app).Select(start => new Bar(start.Peer, start.Median))]);
        }

        foreach (var (scenario, servers) in new[] { result.Scenarios[0], result.Scenarios[^1] })
        {
            yield return new(
                $"{scenario.Name}: MB of memory after load", [.. servers.Select(server => new Bar(server.Peer, server.Memory.Resident))]);
        }
    }

    private void Begin(int width, int height)
    {
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">""");
        Add($$"""
            <title>FileRoutedApi beside other servers</title>
            <style>
              text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2933 }
              .title { font-weight: 600; font-size: 14px }
              .small { font-size: 11px; fill: #52606d }
              .ours { font-weight: 600 }
            </style>
            <rect width="100%" height="100%" rx="8" fill="#f8fafc"/>
            """);
    }

    private void DrawPanel(Panel panel, int x, int y)
    {
        Add($"""<text class="title" x="{x}" y="{y + 14}">{panel.Title}</text>""");
        var scale = (PanelWidth - LabelWidth - ValueWidth - Margin) / panel.Bars.Max(bar => bar.Value);
        for (var i = 0; i < panel.Bars.Count; i++)
        {
            var (peer, value) = panel.Bars[i];
            var top = y + TitleHeight - 8 + (i * Line);
            var name = peer.Name.Replace("`", string.Empty, StringComparison.Ordinal)
                .Replace("FileRoutedApi, --", "FileRoutedApi, ", StringComparison.Ordinal);
            var ours = peer is FileRoutedApiPeer ? "ours" : "other";
            Add($"""<text class="{ours}" x="{x}" y="{top + 13}">{name}</text>""");
            Add(
                $"""<rect x="{x + LabelWidth}" y="{top}" width="{Math.Max(1, value * scale):F1}" height="{BarHeight}" rx="2" fill="{Colour(peer)}"/>""");
            Add($"""<text class="{ours}" x="{x + LabelWidth + (value * scale) + 6:F1}" y="{top + 13}">{value:N0}</text>""");
        }
    }

    private static string Colour(Peer peer) => peer switch
    {
        FileRoutedApiPeer => "#6d28d9",
        MinimalApiPeer => "#a78bfa",
        _ => "#94a3b8",
    };

    private void Add(FormattableString line) =>
        _svg.Append(line.ToString(CultureInfo.InvariantCulture).ReplaceLineEndings("\n")).Append('\n');

    private sealed record Bar(Peer Peer, double Value);

    private sealed record Panel(string Title, IReadOnlyList<Bar> Bars);
}
