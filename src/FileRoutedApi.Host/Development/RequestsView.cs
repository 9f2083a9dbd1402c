using System.Globalization;
using FileRoutedApi.Development;

namespace FileRoutedApi.Host.Development;

/// <summary>The last requests as HTML. The script makes the same rows of those that come later.</summary>
internal static class RequestsView
{
    public static Html Of(string root, IReadOnlyList<RequestEntry> requests) => Html.Of(
        $"""<ol id="requests" class="requests" data-editor="{EditorLink.Folder(root)}">{requests.Select(request => Row(root, request))}</ol>""");

    /// <summary>What tells a request from all others, for those who see it twice.</summary>
    public static string KeyOf(RequestEntry request) => request.At.ToString("O", CultureInfo.InvariantCulture);

    public static string TimeOf(RequestEntry request) => request.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static Html Row(string root, RequestEntry request) => Html.Of(
        $"""
        <li data-at="{KeyOf(request)}">
        <span class="status s{request.Status / 100}">{request.Status}</span>
        {MethodBadge.Of(request.Method)}
        <span class="path">{request.Path}</span>
        <span class="took">{request.Milliseconds:0.0} ms</span>
        <time>{TimeOf(request)}</time>
        <span class="by">{ErrorView.Link(root, request.File, 0, 0)}</span>
        </li>
        """);
}
