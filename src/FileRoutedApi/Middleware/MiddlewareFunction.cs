using System.Reflection;
using System.Security.Claims;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Middleware;

/// <summary>The function of a <c>_middleware.cs</c>, bound: what it takes is the request, what comes next, and services.</summary>
internal sealed class MiddlewareFunction
{
    private readonly Func<MiddlewareCall, object?>[] _arguments;
    private readonly Func<HttpContext, RequestDelegate, Task>? _direct;
    private readonly Func<ApiRequest, ApiResponse, Next, Task>? _directApi;
    private readonly object? _target;
    private readonly MethodInvoker _invoker;

    private MiddlewareFunction(Delegate function, Func<MiddlewareCall, object?>[] arguments)
    {
        _arguments = arguments;
        _direct = function as Func<HttpContext, RequestDelegate, Task>;
        _directApi = function as Func<ApiRequest, ApiResponse, Next, Task>;
        _target = function.Target;
        _invoker = MethodInvoker.Create(function.Method);
        var types = function.Method.GetParameters().Select(parameter => parameter.ParameterType).ToList();
        TakesNext = types.Contains(typeof(Next)) || types.Contains(typeof(RequestDelegate));
        TakesResponse = types.Contains(typeof(ApiResponse));
        TakesCall = TakesResponse || types.Contains(typeof(ApiRequest));
    }

    /// <summary>Whether it says itself when to go on; otherwise it is gone on unless it has answered, as in Next.js.</summary>
    public bool TakesNext { get; }

    /// <summary>Whether it takes a request or a response of ours.</summary>
    public bool TakesCall { get; }

    /// <summary>Whether it can answer through a response of ours.</summary>
    public bool TakesResponse { get; }

    /// <param name="services">What tells which types are services.</param>
    /// <param name="logger">The logger that it gets when it asks for one.</param>
    /// <param name="mistake">What is wrong with the function, where it is null.</param>
    public static MiddlewareFunction? TryCreate(Delegate function, IServiceProviderIsService services, ILogger logger, out string mistake)
    {
        var method = function.Method;
        mistake = method.ReturnType != typeof(Task) && method.ReturnType != typeof(ValueTask) && method.ReturnType != typeof(void)
            ? SignatureTexts.ReturnsValue()
            : AttributeWithoutEffect(method) is { } attribute
                ? SignatureTexts.MiddlewareAttribute(attribute)
                : "";
        var arguments = new List<Func<MiddlewareCall, object?>>();
        foreach (var parameter in method.GetParameters())
        {
            if (ArgumentOf(parameter, services, logger) is { } argument)
            {
                arguments.Add(argument);
            }
            else if (mistake.Length == 0)
            {
                mistake = SignatureTexts.UnknownService(parameter.Name!, parameter.ParameterType.Name);
            }
        }

        if (mistake.Length > 0)
        {
            return null;
        }

        var created = new MiddlewareFunction(function, [.. arguments]);
        if (!created.TakesNext && !created.TakesResponse)
        {
            mistake = SignatureTexts.NeitherRespondsNorContinues();
            return null;
        }

        if (created.TakesNext && method.ReturnType == typeof(void))
        {
            mistake = SignatureTexts.NextNotAwaited();
            return null;
        }

        return created;
    }

    /// <summary>Wraps a function that responds by itself to every request.</summary>
    public static MiddlewareFunction Create(RequestDelegate respond) => new((HttpContext context, RequestDelegate _) => respond(context), []);

    public ValueTask InvokeAsync(MiddlewareCall call)
    {
        if (_direct is not null)
        {
            return new ValueTask(_direct(call.Context, call.Delegate));
        }

        if (_directApi is not null)
        {
            return new ValueTask(_directApi(call.Request!, call.Response!, call.GoOnAsync));
        }

        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _arguments[i](call);
        }

        return _invoker.Invoke(_target, arguments.AsSpan()) switch
        {
            Task task => new ValueTask(task),
            ValueTask task => task,
            _ => default,
        };
    }

    /// <summary>
    /// Attributes of functions become metadata of endpoints, and a middleware function has no endpoint. One that says <c>[Authorize]</c>
    /// and does nothing would be a guard that does not exist. Those of the compiler and of tools have no meaning for requests.
    /// </summary>
    private static string? AttributeWithoutEffect(MethodInfo method) => method.GetCustomAttributes(inherit: true)
        .Select(attribute => attribute.GetType())
        .Where(type => type.Namespace is not { } space || !(space == "System" || space.StartsWith("System.", StringComparison.Ordinal)))
        .Select(type => type.Name.EndsWith(nameof(Attribute), StringComparison.Ordinal) ? type.Name[..^nameof(Attribute).Length] : type.Name)
        .FirstOrDefault();

    private static Func<MiddlewareCall, object?>? ArgumentOf(ParameterInfo parameter, IServiceProviderIsService services, ILogger logger)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return call => call.Context.RequestServices.GetRequiredKeyedService(type, keyed.Key);
        }

        return type switch
        {
            _ when type == typeof(HttpContext) => call => call.Context,
            _ when type == typeof(HttpRequest) => call => call.Context.Request,
            _ when type == typeof(HttpResponse) => call => call.Context.Response,
            _ when type == typeof(RequestDelegate) => call => call.Delegate,
            _ when type == typeof(Next) => call => (Next)call.GoOnAsync,
            _ when type == typeof(ApiRequest) => call => call.Request,
            _ when type == typeof(ApiResponse) => call => call.Response,
            _ when type == typeof(CancellationToken) => call => call.Context.RequestAborted,
            _ when type == typeof(ClaimsPrincipal) => call => call.Context.User,
            _ when type == typeof(ILogger) && !services.IsService(type) => _ => logger,
            _ when services.IsService(type) => call => call.Context.RequestServices.GetRequiredService(type),
            _ when FunctionSignature.IsOptional(parameter) && type.IsClass | type.IsInterface => _ => null,
            _ => null,
        };
    }
}

/// <summary>One call of a middleware.</summary>
/// <param name="next">Goes on, to another path where one is given.</param>
internal sealed class MiddlewareCall(HttpContext context, ApiRequest? request, ApiResponse? response, Func<string?, Task> next)
{
    public HttpContext Context => context;

    public ApiRequest? Request => request;

    public ApiResponse? Response => response;

    /// <summary>Whether the function has gone on.</summary>
    public bool HasGoneOn { get; private set; }

    public RequestDelegate Delegate => other => ReferenceEquals(other, context)
        ? GoOnAsync()
        : throw new InvalidOperationException(UsageTexts.OtherContext);

    public async Task GoOnAsync(string? path = null)
    {
        HasGoneOn = true;
        await next(path);
        if (response is not null && !context.Response.HasStarted)
        {
            response.Replaced = new ReplacedResponse(context.Response);
        }
    }
}
