using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

void Services(IServiceCollection services, IConfiguration configuration)
{
    services.AddDbContext<Db>(options => options.UseSqlite(configuration.GetConnectionString("Conduit")));
    services.AddSingleton<Tokens>();
    services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
    services.AddSingleton<IProblemDetailsWriter, ErrorWriter>();

    services.AddAuthentication("Token").AddJwtBearer("Token", options =>
    {
        options.MapInboundClaims = false;
        options.Challenge = "Token";
        options.Events = new JwtBearerEvents { OnMessageReceived = ReadToken };
    });
    services.AddOptions<JwtBearerOptions>("Token").Configure<Tokens>((options, tokens) => options.TokenValidationParameters = tokens.Validation);
    services.Configure<OpenApiOptions>("v1", options => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Components!.SecuritySchemes!["Token"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "Authorization",
            Description = "Send `Authorization: Token <jwt>`.",
        };
        return Task.CompletedTask;
    }));
}

// Updates the schema before the first request, but not in `build` and `check`.
async Task Start(IServiceProvider services, CancellationToken stop)
{
    await using var scope = services.CreateAsyncScope();
    await scope.ServiceProvider.GetRequiredService<Db>().Database.MigrateAsync(stop);
}

// RealWorld uses `Authorization: Token <jwt>`, while JWTs are usually sent with `Bearer`.
static Task ReadToken(MessageReceivedContext context)
{
    const string scheme = "Token ";
    var header = context.Request.Headers.Authorization.ToString();
    context.Token = header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..] : null;
    return Task.CompletedTask;
}
