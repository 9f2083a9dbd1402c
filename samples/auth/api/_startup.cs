using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Identity;

const string BearerOrCookie = "BearerOrCookie";

void Services(IServiceCollection services, IConfiguration configuration)
{
    services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
    services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
    services.AddSingleton<UserStore>();
    services.AddSingleton<Tokens>();
    services.AddHostedService<Start>();

    services.AddAuthentication(BearerOrCookie)
        .AddPolicyScheme(BearerOrCookie, "A bearer token, or the cookie", options =>
        {
            options.ForwardDefaultSelector = context => context.Request.Headers.Authorization.Count > 0
                ? JwtBearerDefaults.AuthenticationScheme
                : CookieAuthenticationDefaults.AuthenticationScheme;
            options.ForwardChallenge = JwtBearerDefaults.AuthenticationScheme;
            options.ForwardForbid = JwtBearerDefaults.AuthenticationScheme;
        })
        .AddJwtBearer(options => options.MapInboundClaims = false)
        .AddCookie(options =>
        {
            options.Cookie.Name = "session";
            options.Cookie.HttpOnly = true;

            // Browsers do not send the cookie with requests from other sites, which prevents cross-site request forgery.
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.ExpireTimeSpan = TimeSpan.FromHours(8);
        });
    services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
        .Configure<Tokens>((options, tokens) => options.TokenValidationParameters = tokens.Checks);

    services.AddAuthorizationBuilder().AddPolicy("admin", policy => policy.RequireRole(Roles.Admin));
}
