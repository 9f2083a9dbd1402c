using System.Security.Cryptography;
using System.Text;

const int Longest = 16 * 1024;

// The signature covers the raw bytes, so the body must not be parsed.
var config = new RouteConfig { Api = { BodyParser = false } };

/// <summary>Invalidates all cached rates when the external API reports new ones.</summary>
async Task POST(ApiRequest req, ApiResponse res, IConfiguration configuration)
{
    var body = new byte[Longest + 1];
    var length = await req.HttpContext.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, req.Aborted);
    if (length > Longest)
    {
        throw new ApiException(413, "The webhook is too long");
    }

    if (configuration["Webhook:Secret"] is not { Length: > 0 } secret)
    {
        throw new InvalidOperationException("Webhook:Secret is not set, so no webhook can be verified.");
    }

    var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body.AsSpan(0, length));
    var expected = Encoding.ASCII.GetBytes("sha256=" + Convert.ToHexStringLower(hash));
    var signature = Encoding.ASCII.GetBytes(req.Headers["X-Signature-256"].ToString());
    if (!CryptographicOperations.FixedTimeEquals(expected, signature))
    {
        throw new ApiException(401, "The signature does not match");
    }

    await res.RevalidateTag("rates");
    res.Status(202).End();
}
