using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;

// Limits how fast a client can guess passwords.
var config = new RouteConfig { RateLimit = { Permits = 5, Window = 60 } };

/// <summary>Logs a user in: returns a bearer token, or sets a cookie.</summary>
/// <param name="input">The name and the password.</param>
/// <param name="cookie">True to set a cookie instead of returning a token.</param>
/// <response code="401">The name or the password is wrong.</response>
Results<Ok<Token>, SignInHttpResult> POST(Credentials input, UserStore users, Tokens tokens, bool cookie = false)
{
    var user = users.Find(input.Name, input.Password) ?? throw new ApiException(401, "The name or the password is wrong");
    const string scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    return cookie
        ? TypedResults.SignIn(new ClaimsPrincipal(user.IdentityFor(scheme)), authenticationScheme: scheme)
        : TypedResults.Ok(new Token(tokens.For(user), (int)Tokens.Lifetime.TotalSeconds));
}

/// <summary>The name and the password of a user.</summary>
record Credentials(string Name, string Password);

class CredentialsValidator : AbstractValidator<Credentials>
{
    // Hashing a long text is expensive, so the length is limited.
    public CredentialsValidator()
    {
        RuleFor(credentials => credentials.Name).NotEmpty().MaximumLength(64);
        RuleFor(credentials => credentials.Password).NotEmpty().MaximumLength(256);
    }
}

/// <summary>A bearer token, for the header <c>Authorization: Bearer</c>.</summary>
/// <param name="AccessToken">The token.</param>
/// <param name="ExpiresIn">The lifetime in seconds.</param>
record Token(string AccessToken, int ExpiresIn);
