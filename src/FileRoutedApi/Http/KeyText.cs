using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FileRoutedApi.Http;

/// <summary>Converts texts that clients send into parts of a key.</summary>
internal static class KeyText
{
    private const int MaxLength = 200;

    /// <summary>
    /// Shortens a long text. The hash is collision-resistant: a collision would serve the response of another path.
    /// </summary>
    public static string Shorten(string text) => text.Length <= MaxLength
        ? text
        : $"{text[..MaxLength]}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    /// <summary>Hashes a text that may be a secret, such as an API key. Returns 22 characters.</summary>
    public static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Base64Url.EncodeToString(hash[..16]);
    }
}
