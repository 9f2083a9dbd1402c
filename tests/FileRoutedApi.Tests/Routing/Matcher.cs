using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Tests.Routing;

/// <summary>ASP.NET Core's own matcher.</summary>
internal sealed class Matcher
{
    private readonly RequestDelegate _match;

    /// <param name="policy">A policy in addition to those of ASP.NET Core.</param>
    public Matcher(IEnumerable<Endpoint> endpoints, MatcherPolicy? policy = null)
    {
        var services = new ServiceCollection().AddLogging().AddRouting().AddSingleton(new DiagnosticListener("tests"));
        if (policy is not null)
        {
            services.AddSingleton(policy);
        }

        var app = new ApplicationBuilder(services.BuildServiceProvider());
        app.UseRouting();
        app.Use(_ => _ => Task.CompletedTask);
        ((IEndpointRouteBuilder)app.Properties["__EndpointRouteBuilder"]!).DataSources.Add(new DefaultEndpointDataSource(endpoints));
        _match = app.Build();
    }

    /// <summary>Returns the name of the chosen endpoint, or null.</summary>
    /// <param name="isPreflight">True for the CORS preflight of a request with the method.</param>
    public string? Choose(string method, string path, bool isPreflight = false)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.Method = isPreflight ? "OPTIONS" : method;
        if (isPreflight)
        {
            context.Request.Headers.Origin = "https://app.example";
            context.Request.Headers.AccessControlRequestMethod = method;
        }

        var matching = _match(context);
        Assert.True(matching.IsCompletedSuccessfully);
        return context.GetEndpoint()?.DisplayName;
    }
}
