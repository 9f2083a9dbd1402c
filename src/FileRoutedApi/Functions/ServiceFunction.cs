using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Functions;

/// <summary>A function that runs outside requests. Its parameters are services, and values that the caller provides.</summary>
internal sealed class ServiceFunction
{
    // Weak, because a reloaded file must be able to unload.
    private static readonly ConditionalWeakTable<MethodInfo, ServiceFunction> _known = [];

    private readonly MethodInvoker _invoker;
    private readonly MethodInfo? _asTask;

    private ServiceFunction(MethodInfo method)
    {
        _invoker = MethodInvoker.Create(method);
        Parameters = method.GetParameters();
        var result = method.ReturnType;
        _asTask = result.IsGenericType && result.GetGenericTypeDefinition() == typeof(ValueTask<>) ? result.GetMethod("AsTask") : null;
    }

    public IReadOnlyList<ParameterInfo> Parameters { get; }

    public static ServiceFunction Of(MethodInfo method) => _known.GetValue(method, method => new ServiceFunction(method));

    /// <summary>Returns true if a method is <c>async void</c>, whose exceptions would end the process.</summary>
    public static bool IsAsyncVoid(MethodInfo method) =>
        method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false);

    /// <summary>Returns true if a parameter is a service, a logger or the cancellation token.</summary>
    public static bool IsProvided(ParameterInfo parameter, IServiceProviderIsService services) =>
        parameter.ParameterType == typeof(CancellationToken)
        || parameter.ParameterType == typeof(ILogger)
        || (KeyOf(parameter) is { } key
            ? services is IServiceProviderIsKeyedService keyed && keyed.IsKeyedService(parameter.ParameterType, key)
            : services.IsService(parameter.ParameterType));

    /// <summary>Resolves the parameters, calls the function and awaits its result.</summary>
    /// <param name="target">The object that a lambda has captured its variables in.</param>
    public ValueTask CallAsync(object? target, ServiceCall call)
    {
        var arguments = new object?[Parameters.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = call.Values is { } values && values.TryGetValue(Parameters[i], out var value) ? value : ValueOf(Parameters[i], call);
        }

        return _invoker.Invoke(target, arguments.AsSpan()) switch
        {
            Task task => new ValueTask(task),
            ValueTask task => task,
            { } task when _asTask is not null => new ValueTask((Task)_asTask.Invoke(task, null)!),
            _ => default,
        };
    }

    private static object? ValueOf(ParameterInfo parameter, ServiceCall call) =>
        parameter.ParameterType == typeof(CancellationToken) ? call.Stop
        : parameter.ParameterType == typeof(ILogger) ? call.Services.GetRequiredService<ILoggerFactory>().CreateLogger(call.Name)
        : KeyOf(parameter) is { } key ? call.Services.GetRequiredKeyedService(parameter.ParameterType, key)
        : call.Services.GetRequiredService(parameter.ParameterType);

    private static object? KeyOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
}

/// <summary>What a function gets when it is called.</summary>
/// <param name="Services">The services of a scope of its own.</param>
/// <param name="Name">The file of the function, for logs.</param>
/// <param name="Values">The values of parameters that are no services; null if there are none.</param>
internal readonly record struct ServiceCall(
    IServiceProvider Services, string Name, CancellationToken Stop, IReadOnlyDictionary<ParameterInfo, object?>? Values = null);
