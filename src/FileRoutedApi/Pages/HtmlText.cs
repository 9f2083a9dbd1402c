using System.Buffers;
using System.Text;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Pages;

/// <summary>HTML as text, outside of a response.</summary>
internal static class HtmlText
{
    private const int FlushThreshold = 64 * 1024;

    /// <summary>Returns the HTML as text.</summary>
    /// <exception cref="InvalidOperationException">The HTML contains an asynchronous sequence.</exception>
    public static string Of(Html html)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(html, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes HTML as UTF-8.</summary>
    /// <exception cref="InvalidOperationException">The HTML contains an asynchronous sequence.</exception>
    public static void Write(Html html, IBufferWriter<byte> buffer, Action<BlockedUrl>? onBlockedUrl = null)
    {
        if (html.IsAsync)
        {
            throw new InvalidOperationException(UsageTexts.HtmlNotComplete);
        }

        using var writer = new HtmlWriter(html, onBlockedUrl, CancellationToken.None);
        writer.Write(buffer, long.MaxValue);
    }

    /// <summary>Writes HTML as UTF-8 and awaits its asynchronous sequences.</summary>
    public static async Task WriteAsync(
        Html html, Stream stream, Action<BlockedUrl>? onBlockedUrl = null, CancellationToken cancellationToken = default)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using var writer = new HtmlWriter(html, onBlockedUrl, cancellationToken);
        HtmlProgress progress;
        while ((progress = writer.Write(buffer, FlushThreshold)) != HtmlProgress.Complete)
        {
            if (progress == HtmlProgress.Sequence)
            {
                await writer.MoveNextAsync();
            }

            if (buffer.WrittenCount >= FlushThreshold)
            {
                await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
                buffer.ResetWrittenCount();
            }
        }

        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    /// <summary>Returns the value that a browser reads if the HTML is in an attribute.</summary>
    public static string InAttribute(Html html) => CharacterReferences.Decode(Of(html));
}
