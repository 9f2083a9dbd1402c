using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

var config = new RouteConfig { RateLimit = { Permits = 20, Window = 3600 } };

/// <summary>Adds a user.</summary>
/// <param name="input">The new user.</param>
/// <response code="409">The name is taken.</response>
Created<Profile> POST(Registration input, UserStore users) =>
    users.TryAdd(new User(input.Name, Roles.Member), input.Password)
        ? TypedResults.Created("/api/account", new Profile(input.Name, Roles.Member))
        : throw new ApiException(409, "The name is taken");

/// <summary>A new user.</summary>
/// <param name="Name">Letters, digits, dots, dashes and underscores.</param>
/// <param name="Password">At least 12 characters.</param>
record Registration(string Name, string Password);

class RegistrationValidator : AbstractValidator<Registration>
{
    public RegistrationValidator()
    {
        // \z and not '$', which also matches before a final line break. ASCII only, so that two names cannot look the same.
        RuleFor(user => user.Name).NotEmpty().MaximumLength(64).Matches(@"\A[a-zA-Z0-9._-]*\z");
        RuleFor(user => user.Password).NotEmpty().MinimumLength(12).MaximumLength(256);
    }
}
