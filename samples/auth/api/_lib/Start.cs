/// <summary>Runs before the first request. A missing key prevents the start. Adds the user <c>admin</c> if a password is configured.</summary>
class Start(UserStore users, Tokens tokens, IConfiguration configuration, ILogger<Start> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (tokens.EndWithProcess)
        {
            log.LogWarning("Auth:SigningKey is not set: tokens become invalid when the process ends.");
        }

        if (configuration["Auth:AdminPassword"] is { Length: > 0 } password)
        {
            users.TryAdd(new User("admin", Roles.Admin), password);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
