using Microsoft.AspNetCore.Authorization;

/// <summary>Lists all users.</summary>
[Authorize(Policy = "admin")]
IEnumerable<Profile> GET(UserStore users) => users.All;
