using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

/// <summary>Keeps users in memory. A database takes its place where they are to outlive the process.</summary>
class UserStore
{
    private readonly ConcurrentDictionary<string, User> _users = new(StringComparer.OrdinalIgnoreCase);
    private readonly IPasswordHasher<User> _hasher;
    private readonly User _nobody;

    public UserStore(IPasswordHasher<User> hasher)
    {
        _hasher = hasher;
        _nobody = WithPassword(new User("", ""), Guid.NewGuid().ToString());
    }

    public IEnumerable<Profile> All => _users.Values.Select(user => new Profile(user.Name, user.Role)).OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a user, unless the name is taken.</summary>
    public bool TryAdd(User user, string password) => !_users.ContainsKey(user.Name) && _users.TryAdd(user.Name, WithPassword(user, password));

    /// <summary>The user of a name and a password; null where either is wrong.</summary>
    public User? Find(string name, string password)
    {
        // A name that nobody has takes as long as a wrong password, so that the time does not tell who is a user.
        var user = _users.GetValueOrDefault(name, _nobody);
        var isRight = _hasher.VerifyHashedPassword(user, user.PasswordHash, password) != PasswordVerificationResult.Failed;
        return isRight && user != _nobody ? user : null;
    }

    private User WithPassword(User user, string password) => user with { PasswordHash = _hasher.HashPassword(user, password) };
}
