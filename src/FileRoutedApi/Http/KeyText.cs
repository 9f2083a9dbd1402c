using System.Security.Cryptography;
using System.Text;

namespace FileRoutedApi.Http;

/// <summary>What clients send, as a part of a key that something is kept under.</summary>
internal static class KeyText
{
    private const int LongestText = 200;

    /// <summary>A text that is not too long. A collision would be another's answer, so the hash is one that nobody can make collide.</summary>
    public static string Shorten(string text) =>
        text.Length <= LongestText ? text : $"{text[..LongestText]}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
