using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Http;

/// <summary>
/// Has the application's own <see cref="IProblemDetailsWriter"/> asked first. ASP.NET Core asks in the order of registration, and its own
/// writer, which accepts nearly everything, is registered before those of a start-up file.
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

    /// <summary>Gets the writers of the application, in the order in which they are asked.</summary>
    public static IEnumerable<IProblemDetailsWriter> Own(IServiceProvider services) =>
        services.GetServices<IProblemDetailsWriter>().Where(writer => writer.GetType() != _default);

    private static IProblemDetailsService Create(IServiceProvider services)
    {
        var writers = services.GetServices<IProblemDetailsWriter>().OrderBy(writer => writer.GetType() == _default).ToArray();
        var service = (IProblemDetailsService)ActivatorUtilities.CreateInstance(services, _service, [writers]);
        return Own(services).Any() ? new Titled(service) : service;
    }

    private static Type TypeOf(Type service) =>
        new ServiceCollection().AddProblemDetails().Single(registered => registered.ServiceType == service).ImplementationType!;

    /// <summary>
    /// Sets the title that ASP.NET Core's own writer adds, so that a writer of the application has it too: that to a 404 of an
    /// unmatched path has a status only.
    /// </summary>
    private sealed class Titled(IProblemDetailsService inner) : IProblemDetailsService
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
