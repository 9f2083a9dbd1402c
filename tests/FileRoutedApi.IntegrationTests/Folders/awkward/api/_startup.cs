using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

void Services(IServiceCollection services, IConfiguration configuration)
{
    services.AddAuthentication("Token").AddBearerToken("Token");
    services.AddAuthorizationBuilder().AddPolicy("over-18", policy => policy.RequireClaim("over-18"));

    // Says how clients send what a scheme of one's own reads.
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
