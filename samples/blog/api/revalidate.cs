using System.Security.Cryptography;
using System.Text;

/// <summary>Makes the next request of every page that shows posts regenerate it.</summary>
/// <response code="401">The header X-Secret is missing or wrong.</response>
async Task POST(ApiRequest req, ApiResponse res, IConfiguration configuration)
{
    if (configuration["Blog:RevalidateSecret"] is not { Length: > 0 } secret || !IsSame(secret, req.Headers["X-Secret"].ToString()))
    {
        throw new ApiException(401, "The secret does not match");
    }

    await res.RevalidateTag("posts");
    res.Json(new { revalidated = true });
}

// The hashes have the same length, so the duration of the comparison reveals nothing about the secret.
static bool IsSame(string expected, string actual) => CryptographicOperations.FixedTimeEquals(
    SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(actual)));
