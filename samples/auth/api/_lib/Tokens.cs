using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

/// <summary>Creates bearer tokens, and defines how they are validated.</summary>
class Tokens(IConfiguration configuration, IHostEnvironment environment, TimeProvider time)
{
    private const string Issuer = "samples/auth";
    private const int KeyLength = 32;

    private readonly SymmetricSecurityKey _key = new(KeyFrom(configuration["Auth:SigningKey"], environment));

    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(30);

    /// <summary>True if the key was generated for this process only.</summary>
    public bool EndWithProcess { get; } = string.IsNullOrEmpty(configuration["Auth:SigningKey"]);

    public TokenValidationParameters Checks => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Issuer,
        IssuerSigningKey = _key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        NameClaimType = ClaimNames.Name,
        RoleClaimType = ClaimNames.Role,
        LifetimeValidator = (notBefore, expires, _, _) => time.GetUtcNow().UtcDateTime is var now && expires > now && !(notBefore > now),
    };

    public string For(User user) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Issuer,
        Subject = user.IdentityFor(nameof(Tokens)),
        Expires = time.GetUtcNow().UtcDateTime + Lifetime,
        SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
    });

    /// <summary>Returns the configured key. Development generates one that is valid until the process ends.</summary>
    private static byte[] KeyFrom(string? configured, IHostEnvironment environment)
    {
        if (string.IsNullOrEmpty(configured) && environment.IsDevelopment())
        {
            return RandomNumberGenerator.GetBytes(KeyLength);
        }

        var key = new byte[256];
        return Convert.TryFromBase64String(configured ?? "", key, out var length) && length >= KeyLength
            ? key[..length]
            : throw new InvalidOperationException(
                $"Auth:SigningKey is not a valid key. Set it to {KeyLength} random bytes as base64: openssl rand -base64 {KeyLength}");
    }
}
