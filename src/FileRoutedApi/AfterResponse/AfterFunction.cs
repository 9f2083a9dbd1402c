using System.Reflection;
using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.AfterResponse;

/// <summary>Calls a function whose parameters are services.</summary>
internal static class AfterFunction
{
    /// <summary>Returns a function that resolves the parameters and calls <paramref name="work"/>.</summary>
    /// <exception cref="ArgumentException">A parameter is not a service, or the function returns a value.</exception>
    public static Func<IServiceProvider?, CancellationToken, ValueTask> Bind(Delegate work, IServiceProviderIsService services)
    {
        var method = work.Method;
        if (method.ReturnType != typeof(void) && method.ReturnType != typeof(Task) && method.ReturnType != typeof(ValueTask))
        {
            throw new ArgumentException(UsageTexts.AfterReturnsValue(method.ReturnType.Name), nameof(work));
        }

        var parameters = method.GetParameters();
        foreach (var parameter in parameters.Where(parameter => !IsProvided(parameter, services)))
        {
            throw new ArgumentException(UsageTexts.AfterParameter(parameter.Name ?? "", parameter.ParameterType.Name), nameof(work));
        }

        return (provider, stop) =>
        {
            var arguments = Array.ConvertAll(parameters, parameter => ValueOf(parameter, provider!, stop));
            return work.Method.Invoke(work.Target, BindingFlags.DoNotWrapExceptions, null, arguments, null) switch
            {
                Task task => new ValueTask(task),
                ValueTask task => task,
                _ => default,
            };
        };
    }

    private static bool IsProvided(ParameterInfo parameter, IServiceProviderIsService services) =>
        parameter.ParameterType == typeof(CancellationToken)
        || (KeyOf(parameter) is { } key
            ? services is IServiceProviderIsKeyedService keyed && keyed.IsKeyedService(parameter.ParameterType, key)
            : services.IsService(parameter.ParameterType));

    private static object? ValueOf(ParameterInfo parameter, IServiceProvider services, CancellationToken stop) =>
        parameter.ParameterType == typeof(CancellationToken) ? stop
        : KeyOf(parameter) is { } key ? services.GetRequiredKeyedService(parameter.ParameterType, key)
        : services.GetRequiredService(parameter.ParameterType);

    private static object? KeyOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
}
