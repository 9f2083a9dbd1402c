#:property AllowUnsafeBlocks=true
using System.Runtime.InteropServices;

bool GET() => Native.ProcessId() == Environment.ProcessId;

internal static partial class Native
{
    [LibraryImport("libc", EntryPoint = "getpid")]
    public static partial int ProcessId();
}
