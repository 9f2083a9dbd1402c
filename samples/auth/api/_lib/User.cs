using System.Security.Claims;

/// <summary>Somebody who can log in.</summary>
/// <param name="Name">What tells users apart, whatever its case.</param>
/// <param name="Role">What the user may do.</param>
record User(string Name, string Role)
{
    /// <summary>The hash of the password; the password itself is kept nowhere.</summary>
    public string PasswordHash { get; init; } = "";

    /// <summary>What a token and a cookie say about the user.</summary>
    /// <param name="scheme">The one that says it.</param>
    public ClaimsIdentity IdentityFor(string scheme) => new(
        [new Claim(ClaimNames.Name, Name), new Claim(ClaimNames.Role, Role)], scheme, ClaimNames.Name, ClaimNames.Role);
}

/// <summary>What others see of a user.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Role">What the user may do.</param>
record Profile(string Name, string Role);

static class Roles
{
    public const string Admin = "admin";
    public const string Member = "member";
}

static class ClaimNames
{
    public const string Name = "sub";
    public const string Role = "role";
}
