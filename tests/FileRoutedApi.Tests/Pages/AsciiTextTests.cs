using System.Text;
using FileRoutedApi.Pages;

namespace FileRoutedApi.Tests.Pages;

public sealed class AsciiTextTests
{
    private const string Text = "0123456789abcdefghijklmnopqrstuvwxyz<>&\"'\0\u007f";

    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, Text.Length + 1)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AsciiIsCopiedAsAWhole(int length)
    {
        var target = new byte[length];
        Assert.Equal(length, AsciiText.CopyTo(Text.AsSpan(0, length), target));
        Assert.Equal(Encoding.ASCII.GetBytes(Text[..length]), target);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void OnlyAsciiBeforeAnotherCharacterIsCopied(int length)
    {
        var text = $"{Text[..length]}\u0080 and more text";
        var target = new byte[text.Length];
        var count = AsciiText.CopyTo(text, target);
        Assert.InRange(count, Math.Max(0, length - 7), length);
        Assert.Equal(Encoding.ASCII.GetBytes(text[..count]), target[..count]);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void NoMoreThanTheTargetIsWritten(int length)
    {
        var target = new byte[length];
        Assert.Equal(length, AsciiText.CopyTo(Text + Text, target));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void TextWithOtherCharactersIsWrittenAsUtf8(int length)
    {
        var text = $"{Text[6..][..Math.Min(length, 29)]}é—フ😀{Text[..36][..Math.Min(length, 36)]}";
        Html html = $"{text}";
        Assert.Equal(text, html.ToString());
    }
}
