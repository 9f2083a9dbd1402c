using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FileRoutedApi.Http;

/// <summary>Makes what clients send a part of a key.</summary>
internal static class KeyText
{
    private const int LongestText = 200;

    /// <summary>Shortens a text that is too long. The hash resists collisions, which would be the response of another path.</summary>
    public static string Shorten(string text) =>
        text.Length <= LongestText ? text : $"{text[..LongestText]}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    /// <summary>Hashes a text that may be a secret, such as an API key, to 22 characters.</summary>
    public static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Base64Url.EncodeToString(hash[..16]);
    }
}
