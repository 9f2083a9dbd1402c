using System.Text;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Development;

/// <summary>Writes an error as plain text, to be pasted into an issue or a chat.</summary>
internal static class ErrorText
{
    public static string Of(ErrorReport report, HttpRequest request)
    {
        var text = new StringBuilder()
            .Append(report.Title).Append('\n')
            .Append(request.Method).Append(' ').Append(request.PathBase.Add(request.Path).Value)
            .Append(SecretText.OfQuery(request.QueryString.Value ?? "")).Append('\n');
        for (var i = 0; i < report.Places.Count; i++)
        {
            text.Append('\n');
            Append(text, report, report.Places[i], report.Thrown.ElementAtOrDefault(i));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ErrorReport report, ErrorPlace place, ThrownException? thrown)
    {
        var position = place.File is null ? "" : place.Line == 0 ? $"{place.File}: " : $"{place.File}({place.Line},{place.Column}): ";
        text.Append(position).Append(thrown is null ? $"{ErrorView.SeverityOf(place)} {place.Id}" : thrown.Type)
            .Append(": ").Append(place.Message).Append('\n');
        if (place.ReadCode(report.Folder.Root) is { } code)
        {
            text.Append(code.ToText()).Append('\n');
        }

        foreach (var frame in thrown?.Frames ?? [])
        {
            text.Append("   at ").Append(frame.Method).Append(frame.IsOwn ? $" in {frame.File}:{frame.Line}" : "").Append('\n');
        }
    }
}
