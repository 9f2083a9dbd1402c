using Microsoft.AspNetCore.Identity;

/// <summary>Registers a user.</summary>
async Task<Created<UserResponse>> POST(Registration input, Db db, IPasswordHasher<User> passwords, Tokens tokens, CancellationToken stop)
{
    var user = new User { Email = input.User.Email, Username = input.User.Username };
    user.PasswordHash = passwords.HashPassword(user, input.User.Password);
    db.Add(user);
    await db.SaveAsync(stop);
    return TypedResults.Created("/api/user", UserResponse.Of(user, tokens));
}

record Registration(NewUser User);

record NewUser(string Username, string Email, string Password);

class RegistrationValidator : AbstractValidator<Registration>
{
    public RegistrationValidator() => RuleFor(input => input.User).ChildRules(user =>
    {
        user.RuleFor(input => input.Username).NotEmpty().MaximumLength(64);
        user.RuleFor(input => input.Email).EmailAddress().MaximumLength(254);
        user.RuleFor(input => input.Password).MinimumLength(8).MaximumLength(256);
    });
}
