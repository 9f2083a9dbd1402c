using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;

/// <summary>Takes the cookie back. A token holds until it expires: the client forgets it.</summary>
SignOutHttpResult POST() => TypedResults.SignOut(authenticationSchemes: [CookieAuthenticationDefaults.AuthenticationScheme]);
