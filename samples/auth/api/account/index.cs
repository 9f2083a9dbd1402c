using System.Security.Claims;

/// <summary>Says who is logged in.</summary>
Profile GET(ClaimsPrincipal user) => new(user.Identity!.Name!, user.FindFirstValue(ClaimNames.Role)!);
