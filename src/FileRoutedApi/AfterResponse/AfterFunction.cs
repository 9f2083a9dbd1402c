using System.Reflection;
using System.Runtime.CompilerServices;
using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.AfterResponse;

/// <summary>Calls a function whose parameters are services.</summary>
internal sealed class AfterFunction
{
    // Weak, because a reloaded file must be able to unload.
    private static readonly ConditionalWeakTable<MethodInfo, AfterFunction> _known = [];

    private readonly MethodInvoker _invoker;
    private readonly ParameterInfo[] _parameters;
    private readonly MethodInfo? _asTask;

    private AfterFunction(MethodInfo method)
    {
        _invoker = MethodInvoker.Create(method);
        _parameters = method.GetParameters();
        var result = method.ReturnType;
        _asTask = result.IsGenericType && result.GetGenericTypeDefinition() == typeof(ValueTask<>) ? result.GetMethod("AsTask") : null;
    }

    /// <summary>Returns a function that resolves the parameters, calls <paramref name="work"/> and awaits its result.</summary>
    /// <exception cref="ArgumentException">A parameter is not a service, or the function is <c>async void</c>.</exception>
    public static Func<AfterCall, ValueTask> Bind(Delegate work, IServiceProviderIsService services)
    {
        var method = work.Method;
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false))
        {
            throw new ArgumentException(UsageTexts.AfterAsyncVoid, nameof(work));
        }

        var function = _known.GetValue(method, method => new AfterFunction(method));
        foreach (var parameter in function._parameters.Where(parameter => !IsProvided(parameter, services)))
        {
            throw new ArgumentException(UsageTexts.AfterParameter(parameter.Name ?? "", parameter.ParameterType.Name), nameof(work));
        }

        return call => function.CallAsync(work.Target, call);
    }

    private ValueTask CallAsync(object? target, AfterCall call)
    {
        var arguments = Array.ConvertAll(_parameters, parameter => ValueOf(parameter, call));
        return _invoker.Invoke(target, arguments.AsSpan()) switch
        {
            Task task => new ValueTask(task),
            ValueTask task => task,
            { } task when _asTask is not null => new ValueTask((Task)_asTask.Invoke(task, null)!),
            _ => default,
        };
    }

    private static bool IsProvided(ParameterInfo parameter, IServiceProviderIsService services) =>
        parameter.ParameterType == typeof(CancellationToken)
        || parameter.ParameterType == typeof(ILogger)
        || (KeyOf(parameter) is { } key
            ? services is IServiceProviderIsKeyedService keyed && keyed.IsKeyedService(parameter.ParameterType, key)
            : services.IsService(parameter.ParameterType));

    private static object? ValueOf(ParameterInfo parameter, AfterCall call) =>
        parameter.ParameterType == typeof(CancellationToken) ? call.Stop
        : parameter.ParameterType == typeof(ILogger) ? call.Services.GetRequiredService<ILoggerFactory>().CreateLogger(call.Name)
        : KeyOf(parameter) is { } key ? call.Services.GetRequiredKeyedService(parameter.ParameterType, key)
        : call.Services.GetRequiredService(parameter.ParameterType);

    private static object? KeyOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
}

/// <summary>What a function gets when it is called.</summary>
/// <param name="Services">The services of a scope of its own.</param>
/// <param name="Name">The file of the function, for logs.</param>
internal readonly record struct AfterCall(IServiceProvider Services, string Name, CancellationToken Stop);
