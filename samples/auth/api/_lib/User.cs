using System.Security.Claims;

/// <summary>A registered user.</summary>
/// <param name="Name">The unique, case-insensitive name.</param>
/// <param name="Role">The role of the user.</param>
record User(string Name, string Role)
{
    /// <summary>The hash of the password. The password itself is not stored.</summary>
    public string PasswordHash { get; init; } = "";

    /// <summary>Returns the claims that a token or a cookie contains.</summary>
    /// <param name="scheme">The authentication scheme.</param>
    public ClaimsIdentity IdentityFor(string scheme) => new(
        [new Claim(ClaimNames.Name, Name), new Claim(ClaimNames.Role, Role)], scheme, ClaimNames.Name, ClaimNames.Role);
}

/// <summary>The public data of a user.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Role">The role of the user.</param>
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
