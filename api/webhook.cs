using System.Security.Cryptography;
using System.Text;

// The signature covers the raw bytes, so the body must not be parsed.
var config = new RouteConfig { Api = { BodyParser = false } };

var secret = Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable("WEBHOOK_SECRET") ?? "It's a Secret to Everybody");

[HttpMethods("POST")]
async Task Handler(ApiRequest req, ApiResponse res)
{
    var hash = await HMACSHA256.HashDataAsync(secret, req.HttpContext.Request.Body, req.Aborted);
    var expected = Encoding.ASCII.GetBytes("sha256=" + Convert.ToHexStringLower(hash));
    var signature = Encoding.ASCII.GetBytes(req.Headers["X-Hub-Signature-256"].ToString());
    if (!CryptographicOperations.FixedTimeEquals(expected, signature))
    {
        throw new ApiException(401, "The signature does not match");
    }

    res.Status(202).Json(new { accepted = true });
}
