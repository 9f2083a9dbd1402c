using Microsoft.AspNetCore.Identity;

// Limits how fast a client can guess passwords.
var config = new RouteConfig { RateLimit = { Permits = 20, Window = 60 } };

/// <summary>Logs in.</summary>
/// <response code="401">The e-mail address or the password is wrong.</response>
async Task<UserResponse> POST(Login input, Db db, IPasswordHasher<User> passwords, Tokens tokens, CancellationToken stop)
{
    var user = await db.Users.SingleOrDefaultAsync(user => user.Email == input.User.Email, stop);

    // An unknown address takes as long as a wrong password. Otherwise the time would reveal which addresses have accounts.
    var hash = user?.PasswordHash ?? Unknown(passwords);
    return passwords.VerifyHashedPassword(user!, hash, input.User.Password) != PasswordVerificationResult.Failed && user is not null
        ? UserResponse.Of(user, tokens)
        : throw new ApiException(401, "The e-mail address or the password is wrong");
}

string? unknown = null;
string Unknown(IPasswordHasher<User> passwords) => unknown ??= passwords.HashPassword(null!, Guid.NewGuid().ToString());

record Login(Credentials User);

record Credentials(string Email, string Password);

class LoginValidator : AbstractValidator<Login>
{
    public LoginValidator() => RuleFor(input => input.User).ChildRules(user =>
    {
        user.RuleFor(input => input.Email).NotEmpty().MaximumLength(254);
        user.RuleFor(input => input.Password).NotEmpty().MaximumLength(256);
    });
}
