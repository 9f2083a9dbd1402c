using System.Security.Claims;

/// <summary>Returns the authenticated user.</summary>
Profile GET(ClaimsPrincipal user) => new(user.Identity!.Name!, user.FindFirstValue(ClaimNames.Role)!);
