using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

void Services(IServiceCollection services, IConfiguration configuration)
{
    services.AddAuthentication("ApiKey").AddScheme<AuthenticationSchemeOptions, Nobody>("ApiKey", null).AddCookie("Session", options => options.Cookie.Name = "sid").AddBearerToken("Bearer");
    services.AddRateLimiter(options => options.AddFixedWindowLimiter("few", window => { window.PermitLimit = 5; window.Window = TimeSpan.FromMinutes(1); }));
}

class Nobody(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());
}
