using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

/// <summary>Creates tokens (JWT), and defines how they are validated.</summary>
class Tokens(IConfiguration configuration, IHostEnvironment environment, TimeProvider time)
{
    public const string Id = "sub";

    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(7);
    private readonly SymmetricSecurityKey _key = new(KeyFrom(configuration["Conduit:SigningKey"], environment));

    public TokenValidationParameters Validation => new()
    {
        IssuerSigningKey = _key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        ValidateIssuer = false,
        ValidateAudience = false,
        LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
    };

    public string CreateFor(User user) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Subject = new ClaimsIdentity([new Claim(Id, user.Id.ToString(CultureInfo.InvariantCulture))]),
        Expires = time.GetUtcNow().UtcDateTime + _lifetime,
        SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
    });

    /// <summary>Returns the configured key. Development generates one that is valid until the process ends.</summary>
    private static byte[] KeyFrom(string? configured, IHostEnvironment environment) => configured switch
    {
        null or "" when environment.IsDevelopment() => RandomNumberGenerator.GetBytes(32),
        null or "" => throw new InvalidOperationException("Set Conduit:SigningKey to 32 random bytes as base64: openssl rand -base64 32"),
        _ => Convert.FromBase64String(configured),
    };
}
