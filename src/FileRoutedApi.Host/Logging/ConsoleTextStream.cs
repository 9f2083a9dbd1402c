using System.Text;
using FileRoutedApi.Http;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Writes UTF-8 to <see cref="Console.Out"/>, whatever <see cref="Console.SetOut"/> has set. Each call must write whole characters.
/// </summary>
internal sealed class ConsoleTextStream : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => Console.Out.Write(Encoding.UTF8.GetString(buffer));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush() => Console.Out.Flush();
}
