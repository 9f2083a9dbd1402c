using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Http;

/// <summary>
/// Has the application's own <see cref="IProblemDetailsWriter"/> asked first. ASP.NET Core asks in the order of registration, and its own writer,
/// which accepts nearly everything, is registered before those of a start-up file.
/// </summary>
internal static class ProblemWriters
{
    private static readonly Type _service = TypeOf(typeof(IProblemDetailsService));
    private static readonly Type _default = TypeOf(typeof(IProblemDetailsWriter));

    public static void AddTo(IServiceCollection services)
    {
        services.AddProblemDetails();
        if (services.LastOrDefault(service => service.ServiceType == typeof(IProblemDetailsService)) is { } registered && registered.ImplementationType == _service)
        {
            services.Remove(registered);
            services.AddSingleton(provider => (IProblemDetailsService)ActivatorUtilities.CreateInstance(
                provider, _service, provider.GetServices<IProblemDetailsWriter>().OrderBy(writer => writer.GetType() == _default).ToArray().AsEnumerable()));
        }
    }

    /// <summary>Gets the writers of the application, in the order in which they are asked.</summary>
    public static IEnumerable<IProblemDetailsWriter> Own(IServiceProvider services) =>
        services.GetServices<IProblemDetailsWriter>().Where(writer => writer.GetType() != _default);

    private static Type TypeOf(Type service) =>
        new ServiceCollection().AddProblemDetails().Single(registered => registered.ServiceType == service).ImplementationType!;
}
