[Microsoft.AspNetCore.Authorization.Authorize]
object GET() => 1;

[Microsoft.AspNetCore.Authorization.Authorize(Roles = "admin")]
object POST() => 1;

[Microsoft.AspNetCore.Authorization.Authorize("over-18")]
object PUT() => 1;
