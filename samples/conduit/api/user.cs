using Microsoft.AspNetCore.Identity;

/// <summary>Returns the authenticated user.</summary>
[Authorize]
async Task<UserResponse> GET(Caller caller, Db db, Tokens tokens, CancellationToken stop) => UserResponse.Of(await db.CallerAsync(caller, stop), tokens);

/// <summary>Changes the authenticated user. Missing fields are not changed.</summary>
[Authorize]
async Task<UserResponse> PUT(Update input, Caller caller, Db db, IPasswordHasher<User> passwords, Tokens tokens, CancellationToken stop)
{
    var (user, change) = (await db.CallerAsync(caller, stop), input.User);
    user.Email = change.Email ?? user.Email;
    user.Username = change.Username ?? user.Username;
    user.Bio = change.Bio ?? user.Bio;
    user.Image = change.Image ?? user.Image;
    user.PasswordHash = change.Password is { } password ? passwords.HashPassword(user, password) : user.PasswordHash;
    await db.SaveAsync(stop);
    return UserResponse.Of(user, tokens);
}

record Update(UserChange User);

record UserChange(string? Email = null, string? Username = null, string? Password = null, string? Bio = null, string? Image = null);

class UpdateValidator : AbstractValidator<Update>
{
    public UpdateValidator() => RuleFor(input => input.User).ChildRules(user =>
    {
        user.RuleFor(input => input.Username).NotEmpty().MaximumLength(64).When(input => input.Username is not null);
        user.RuleFor(input => input.Email).EmailAddress().MaximumLength(254);
        user.RuleFor(input => input.Password).MinimumLength(8).MaximumLength(256);
        user.RuleFor(input => input.Bio).MaximumLength(1000);
        user.RuleFor(input => input.Image).MaximumLength(1000);
    });
}
