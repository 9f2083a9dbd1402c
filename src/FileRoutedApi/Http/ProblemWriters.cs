using Microsoft.AspNetCore.Http;
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
        return (IProblemDetailsService)ActivatorUtilities.CreateInstance(services, _service, [writers]);
    }

    private static Type TypeOf(Type service) =>
        new ServiceCollection().AddProblemDetails().Single(registered => registered.ServiceType == service).ImplementationType!;
}
