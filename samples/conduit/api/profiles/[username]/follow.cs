/// <summary>Follows a user.</summary>
/// <response code="404">There is no such user.</response>
[Authorize]
Task<ProfileResponse> POST(string username, Caller caller, Db db, CancellationToken stop) => SetAsync(true, username, caller, db, stop);

/// <summary>Stops following a user.</summary>
/// <response code="404">There is no such user.</response>
[Authorize]
Task<ProfileResponse> DELETE(string username, Caller caller, Db db, CancellationToken stop) => SetAsync(false, username, caller, db, stop);

// One statement, so that two concurrent requests do not fail on the same row.
async Task<ProfileResponse> SetAsync(bool follows, string username, Caller caller, Db db, CancellationToken stop)
{
    var user = await db.UserAsync(username, stop);
    await db.Database.ExecuteSqlAsync(
        follows
            ? $"INSERT OR IGNORE INTO Follow (FollowersId, FollowingId) VALUES ({caller.Id}, {user.Id})"
            : (FormattableString)$"DELETE FROM Follow WHERE FollowersId = {caller.Id} AND FollowingId = {user.Id}",
        stop);
    return await db.ProfileAsync(username, caller, stop);
}
