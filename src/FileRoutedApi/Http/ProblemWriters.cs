using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Http;

/// <summary>
/// Gives the application's <see cref="IProblemDetailsWriter"/> precedence. ASP.NET Core uses the first registered writer that accepts the
/// problem. Its own writer accepts nearly all of them, and is registered before the writers of a start-up file.
/// </summary>
internal static class ProblemWriters
{
    private static readonly Type _service = TypeOf(typeof(IProblemDetailsService));
    private static readonly Type _default = TypeOf(typeof(IProblemDetailsWriter));

    public static void AddTo(IServiceCollection services)
    {
        services.AddProblemDetails();
        var registered = services.LastOrDefault(service => service.ServiceType == typeof(IProblemDetailsService));
        if (registered?.ImplementationType == _service)
        {
            services.Remove(registered);
            services.AddSingleton(Create);
        }
    }

    /// <summary>Gets the writers of the application, in order of precedence.</summary>
    public static IEnumerable<IProblemDetailsWriter> CustomWriters(IServiceProvider services) =>
        services.GetServices<IProblemDetailsWriter>().Where(writer => writer.GetType() != _default);

    private static IProblemDetailsService Create(IServiceProvider services)
    {
        var writers = services.GetServices<IProblemDetailsWriter>().OrderBy(writer => writer.GetType() == _default).ToArray();
        var service = (IProblemDetailsService)ActivatorUtilities.CreateInstance(services, _service, [writers]);
        return new TracedService(CustomWriters(services).Any() ? new CompletingService(service) : service);
    }

    private static Type TypeOf(Type service) =>
        new ServiceCollection().AddProblemDetails().Single(registered => registered.ServiceType == service).ImplementationType!;

    /// <summary>Reads the activity of the request, whose id is the <c>traceId</c> of the problem. It may be created by its first reader.</summary>
    private sealed class TracedService(IProblemDetailsService inner) : IProblemDetailsService
    {
        public ValueTask WriteAsync(ProblemDetailsContext context)
        {
            _ = context.HttpContext.Features.Get<IHttpActivityFeature>()?.Activity;
            return inner.WriteAsync(context);
        }

        public ValueTask<bool> TryWriteAsync(ProblemDetailsContext context)
        {
            _ = context.HttpContext.Features.Get<IHttpActivityFeature>()?.Activity;
            return inner.TryWriteAsync(context);
        }
    }

    /// <summary>
    /// Sets the status and title that ASP.NET Core's own writer would add, so that a writer of the application receives them too. The
    /// problem of an unmatched path has only a status.
    /// </summary>
    private sealed class CompletingService(IProblemDetailsService inner) : IProblemDetailsService
    {
        public ValueTask WriteAsync(ProblemDetailsContext context) => inner.WriteAsync(Complete(context));

        public ValueTask<bool> TryWriteAsync(ProblemDetailsContext context) => inner.TryWriteAsync(Complete(context));

        private static ProblemDetailsContext Complete(ProblemDetailsContext context)
        {
            var problem = context.ProblemDetails;
            problem.Status ??= context.HttpContext.Response.StatusCode;
            problem.Title ??= ReasonPhrases.GetReasonPhrase(problem.Status.Value);
            return context;
        }
    }
}
