using System.Text;

namespace FileRoutedApi.Routing;

/// <summary>
/// The case folding of <see cref="StringComparison.OrdinalIgnoreCase"/>, by which routing compares paths: two texts are equal to it
/// exactly if they are folded to the same text.
/// </summary>
internal static class OrdinalCase
{
    public static char Fold(char character) => Fold(character, char.ToUpperInvariant(character));

    public static string Fold(string text)
    {
        var upper = text.ToUpperInvariant();
        return Ascii.IsValid(text) ? upper : string.Create(text.Length, (text, upper), static (folded, texts) =>
        {
            for (var i = 0; i < folded.Length; i++)
            {
                folded[i] = Fold(texts.text[i], texts.upper[i]);
            }
        });
    }

    // No other character is equal to an ASCII letter, although the upper case of the long s is 'S'.
    private static char Fold(char character, char upper) => char.IsAscii(upper) && !char.IsAscii(character) ? character : upper;
}
