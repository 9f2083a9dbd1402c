/// <summary>Returns a user's profile.</summary>
/// <response code="404">There is no such user.</response>
Task<ProfileResponse> GET(string username, Caller? caller, Db db, CancellationToken stop) => db.ProfileAsync(username, caller, stop);
