using System.Globalization;
using FileRoutedApi.Development;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Renders the last requests. The script adds the same rows for later requests.</summary>
internal static class RequestsView
{
    /// <summary>Renders the list.</summary>
    public static HtmlFragment Of(string root, IReadOnlyList<RequestEntry> requests) => HtmlFragment.Of(
        $"""
        <ol id="requests" class="requests" data-editor="{EditorLink.Folder(root)}">{requests.Select(request => Row(root, request))}</ol>
        """);

    /// <summary>Returns the key of a request, by which the script finds a row that the page already has.</summary>
    public static string KeyOf(RequestEntry request) => request.At.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Returns the local time of a request.</summary>
    public static string TimeOf(RequestEntry request) => request.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static HtmlFragment Row(string root, RequestEntry request) => HtmlFragment.Of(
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
