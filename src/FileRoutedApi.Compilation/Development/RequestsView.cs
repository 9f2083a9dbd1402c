using System.Globalization;
using FileRoutedApi.Development;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Renders the last requests. Each row leads to the details of its request.</summary>
internal static class RequestsView
{
    /// <summary>Renders the list.</summary>
    public static HtmlFragment Of(SourceFolder folder, IReadOnlyList<RequestEntry> requests) => HtmlFragment.Of(
        $"""
        <ol id="requests" class="requests">{requests.Select(request => Row(folder, request))}</ol>
        """);

    /// <summary>Returns the local time of a request.</summary>
    public static string TimeOf(RequestEntry request) => request.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Renders a row.</summary>
    public static HtmlFragment Row(SourceFolder folder, RequestEntry request)
    {
        var asset = new HtmlFragment(request.IsAsset ? " class=\"asset\"" : "");
        var path = request.Details is null
            ? HtmlFragment.Of($"<span class=\"path\">{request.ShownPath}</span>")
            : HtmlFragment.Of($"<a class=\"path\" href=\"/_dev/requests/{request.Id}\">{request.ShownPath}</a>");
        return HtmlFragment.Of(
            $"""
            <li{asset} data-id="{request.Id}" data-status="{request.Status}" data-text="{TextOf(request)}">
            <span class="status s{request.Status / 100}">{request.Status}</span>
            {MethodBadge.Of(request.Method)}
            {path}
            <span class="took">{request.Milliseconds:0.0} ms</span>
            <time>{TimeOf(request)}</time>
            <span class="by">{ErrorView.Link(folder, request.File, 0, 0)}</span>
            </li>
            """);
    }

    private static string TextOf(RequestEntry request) =>
        $"{request.Method} {request.ShownPath} {request.Status} {request.File}".ToLowerInvariant();
}
