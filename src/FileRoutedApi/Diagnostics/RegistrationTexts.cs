namespace FileRoutedApi.Diagnostics;

/// <summary>The texts of FRA3008: what an attribute or a <c>config</c> needs and the application does not register.</summary>
internal static class RegistrationTexts
{
    // Values that a constructor takes beside services.
    private static readonly string[] _values = ["String", "Int32", "Int64", "Boolean", "Double", "Decimal", "TimeSpan", "Uri"];

    /// <param name="source">What requires authorization: <c>[Authorize]</c> or <c>config.Authorize</c>.</param>
    public static string NoScheme(string source) => Missing(
        $"{source} needs an authentication scheme.",
        "services.AddAuthentication() with a scheme, such as .AddBearerToken()", "app.UseAuthentication()");

    public static string NoDefaultScheme(string source) => Missing(
        $"{source} names no authentication scheme, and there is no default scheme.",
        "services.AddAuthentication(\"scheme\") with the name of the default scheme");

    public static string UnknownScheme(string source, string scheme) => Missing(
        $"{source} names the scheme '{scheme}', which is not registered.", "services.AddAuthentication() with that scheme");

    public static string NoAuthorization(string source) => Missing(
        $"{source} needs the authorization services.", "services.AddAuthorization()", "app.UseAuthorization()");

    public static string UnknownAuthorizationPolicy(string source, string policy) => Missing(
        $"{source} names the policy '{policy}', which is not registered.",
        $"services.AddAuthorizationBuilder().AddPolicy(\"{policy}\", ...)");

    /// <param name="policy">The name of the policy; null for the default policy.</param>
    public static string UnknownCorsPolicy(string? policy) => Missing(
        $"[EnableCors] needs {(policy is null ? "a default policy" : $"the policy '{policy}'")}, which is not registered.",
        policy is null
            ? "services.AddCors(options => options.AddDefaultPolicy(...))"
            : $"services.AddCors(options => options.AddPolicy(\"{policy}\", ...))",
        "app.UseCors()");

    public static string UnknownRateLimit(string policy) => Missing(
        $"[EnableRateLimiting] names the policy '{policy}', which is not registered.",
        $"services.AddRateLimiter(options => options.AddFixedWindowLimiter(\"{policy}\", ...)) or another limiter", "app.UseRateLimiter()");

    public static string NoOutputCache() => Missing(
        "[OutputCache] needs the services of output caching.", "services.AddOutputCache()", "app.UseOutputCache()");

    public static string UnknownOutputCachePolicy(string policy) => Missing(
        $"[OutputCache] names the policy '{policy}', which is not registered.",
        $"services.AddOutputCache(options => options.AddPolicy(\"{policy}\", ...))");

    public static string NoRequestTimeouts() => Missing(
        "[RequestTimeout] needs the services of request timeouts.", "services.AddRequestTimeouts()", "app.UseRequestTimeouts()");

    public static string UnknownTimeoutPolicy(string policy) => Missing(
        $"[RequestTimeout] names the policy '{policy}', which is not registered.",
        $"services.AddRequestTimeouts(options => options.AddPolicy(\"{policy}\", ...))");

    public static string NoAntiforgery() => Missing(
        "[RequireAntiforgeryToken] needs the antiforgery services.", "services.AddAntiforgery()", "app.UseAntiforgery()");

    // What the usual call would not register.
    private static readonly Dictionary<string, Func<string, string>> _frameworkTypes = new()
    {
        ["HttpClient"] = user => $"services.AddHttpClient<{user}>();",
        ["IHttpClientFactory"] = _ => "services.AddHttpClient();",
        ["IMemoryCache"] = _ => "services.AddMemoryCache();",
        ["IDistributedCache"] = _ => "services.AddDistributedMemoryCache();",
        ["IHttpContextAccessor"] = _ => "services.AddHttpContextAccessor();",
    };

    /// <summary>Returns what to do about a missing service, for FRA3106.</summary>
    /// <param name="type">The type of the service.</param>
    /// <param name="user">The class whose constructor needs it.</param>
    public static string FixFor(string type, string user) => type == "ILogger"
        ? $"Take an ILogger<{user}> instead, which is always registered."
        : $"Register it in 'Services' of '_startup.cs': {ExampleFor(type, user)}";

    /// <summary>Returns the call that registers a service.</summary>
    /// <param name="type">The type of the service.</param>
    /// <param name="user">The class or function that needs it.</param>
    public static string ExampleFor(string type, string user)
    {
        var name = type.Split('<')[0];
        if (_frameworkTypes.TryGetValue(name, out var call))
        {
            return call(user);
        }

        return Array.Exists(_values, value => value == name) ? $"services.AddSingleton(_ => new {user}(...));"
            : name is ['I', var second, ..] && char.IsUpper(second) ? $"services.AddScoped<{type}, {type[1..]}>();"
            : $"services.AddScoped<{type}>();";
    }

    private static string Missing(string what, string services, string? middleware = null) =>
        $"{what} Call {services} in 'Services' of '_startup.cs'; in an application of your own, call it in Program.cs"
        + $"{(middleware is null ? "" : $", with app.UseFileRoutes() or {middleware}")}.";
}
