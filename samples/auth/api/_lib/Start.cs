/// <summary>Runs before the first request: a missing key ends it here, and the configuration may have a password for the user <c>admin</c>.</summary>
class Start(UserStore users, Tokens tokens, IConfiguration configuration, ILogger<Start> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (tokens.EndWithProcess)
        {
            log.LogWarning("Auth:SigningKey is not set: the tokens of this process are worth nothing to the next.");
        }

        if (configuration["Auth:AdminPassword"] is { Length: > 0 } password)
        {
            users.TryAdd(new User("admin", Roles.Admin), password);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
