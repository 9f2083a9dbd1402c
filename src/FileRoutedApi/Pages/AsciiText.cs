using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FileRoutedApi.Pages;

/// <summary>
/// Copies ASCII characters as bytes. The parts of a page are short, and for these the general conversion to UTF-8 takes longer than the
/// copy.
/// </summary>
internal static class AsciiText
{
    /// <summary>Copies characters up to the first one that is not ASCII, or up to 7 less.</summary>
    /// <returns>The number of characters.</returns>
    public static int CopyTo(ReadOnlySpan<char> text, Span<byte> target)
    {
        var length = Math.Min(text.Length, target.Length);
        if (length < Vector128<ushort>.Count || !Vector128.IsHardwareAccelerated)
        {
            return CopyEach(text[..length], target);
        }

        ref var source = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(text));
        ref var bytes = ref MemoryMarshal.GetReference(target);
        var last = length - Vector128<ushort>.Count;
        for (var index = 0; ; index = Math.Min(index + Vector128<ushort>.Count, last))
        {
            var characters = Vector128.LoadUnsafe(ref source, (nuint)index);
            if ((characters & Vector128.Create((ushort)0xFF80)) != Vector128<ushort>.Zero)
            {
                return index;
            }

            // The last step may copy characters of the step before it again, so that nothing is left.
            Vector128.Narrow(characters, characters).GetLower().StoreUnsafe(ref bytes, (nuint)index);
            if (index == last)
            {
                return length;
            }
        }
    }

    private static int CopyEach(ReadOnlySpan<char> text, Span<byte> target)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] > 0x7F)
            {
                return index;
            }

            target[index] = (byte)text[index];
        }

        return text.Length;
    }
}
