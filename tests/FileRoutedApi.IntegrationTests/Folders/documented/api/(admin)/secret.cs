using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;

/// <summary>For a few.</summary>
[Authorize, EnableRateLimiting("few")]
string GET() => "secret";

[Authorize(AuthenticationSchemes = "Session,Bearer")]
void POST() { }

[Authorize, AllowAnonymous]
void PUT() { }
