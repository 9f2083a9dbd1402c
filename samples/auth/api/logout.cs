using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;

/// <summary>Deletes the cookie. A token stays valid until it expires, so the client deletes it.</summary>
SignOutHttpResult POST() => TypedResults.SignOut(authenticationSchemes: [CookieAuthenticationDefaults.AuthenticationScheme]);
