using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

/// <summary>Stores users in memory. Replace it with a database to keep them after the process ends.</summary>
class UserStore
{
    private readonly ConcurrentDictionary<string, User> _users = new(StringComparer.OrdinalIgnoreCase);
    private readonly IPasswordHasher<User> _hasher;
    private readonly User _unknown;

    public UserStore(IPasswordHasher<User> hasher)
    {
        _hasher = hasher;
        _unknown = WithPassword(new User("", ""), Guid.NewGuid().ToString());
    }

    public IEnumerable<Profile> All => _users.Values.Select(user => new Profile(user.Name, user.Role)).OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a user, unless the name is taken.</summary>
    public bool TryAdd(User user, string password) => !_users.ContainsKey(user.Name) && _users.TryAdd(user.Name, WithPassword(user, password));

    /// <summary>Returns the user with a name and a password, or null if one of them is wrong.</summary>
    public User? Find(string name, string password)
    {
        // An unknown name takes as long as a wrong password. Otherwise the time would reveal which names exist.
        var user = _users.GetValueOrDefault(name, _unknown);
        var isRight = _hasher.VerifyHashedPassword(user, user.PasswordHash, password) != PasswordVerificationResult.Failed;
        return isRight && user != _unknown ? user : null;
    }

    private User WithPassword(User user, string password) => user with { PasswordHash = _hasher.HashPassword(user, password) };
}
