using System.Reflection;
using System.Security.Claims;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Middleware;

/// <summary>The bound function of a <c>_middleware.cs</c>. It takes the request, the next middleware, and services.</summary>
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

    /// <summary>
    /// Gets whether the function calls the next middleware itself. If not, the next middleware runs unless the function has written a
    /// response, as in Next.js.
    /// </summary>
    public bool TakesNext { get; }

    /// <summary>Gets whether the function takes an <see cref="ApiRequest"/> or <see cref="ApiResponse"/>.</summary>
    public bool TakesCall { get; }

    /// <summary>Gets whether the function takes an <see cref="ApiResponse"/>.</summary>
    public bool TakesResponse { get; }

    /// <summary>Binds a function. Returns null if it cannot be bound.</summary>
    /// <param name="logger">The value of a parameter of type <see cref="ILogger"/>.</param>
    /// <param name="mistake">The reason why the function cannot be bound; empty otherwise.</param>
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

    /// <summary>Creates a middleware function that responds to every request and never calls the next middleware.</summary>
    public static MiddlewareFunction Create(RequestDelegate respond) =>
        new((HttpContext context, RequestDelegate _) => respond(context), []);

    public ValueTask InvokeAsync(MiddlewareCall call)
    {
        if (_direct is not null)
        {
            return new ValueTask(_direct(call.Context, call.Delegate));
        }

        if (_directApi is not null)
        {
            return new ValueTask(_directApi(call.Request!, call.Response!, call.ContinueAsync));
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
    /// Finds an attribute that would have no effect: a middleware function has no endpoint whose metadata it could become. An ignored
    /// <c>[Authorize]</c>, for example, would be a missing guard. Attributes in <c>System</c> are those of the compiler and of tools.
    /// </summary>
    private static string? AttributeWithoutEffect(MethodInfo method) => method.GetCustomAttributes(inherit: true)
        .Select(attribute => attribute.GetType())
        .Where(type => type.Namespace is not { } space || !(space == "System" || space.StartsWith("System.", StringComparison.Ordinal)))
        .Select(type => type.Name.EndsWith(nameof(Attribute), StringComparison.Ordinal)
            ? type.Name[..^nameof(Attribute).Length]
            : type.Name)
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
            _ when type == typeof(Next) => call => (Next)call.ContinueAsync,
            _ when type == typeof(ApiRequest) => call => call.Request,
            _ when type == typeof(ApiResponse) => call => call.Response,
            _ when type == typeof(CancellationToken) => call => call.Context.RequestAborted,
            _ when type == typeof(ClaimsPrincipal) => call => call.Context.User,
            _ when type == typeof(ILogger) && !services.IsService(type) => _ => logger,
            _ when services.IsService(type) => call => call.Context.RequestServices.GetRequiredService(type),

            // An optional service that is not registered: the argument is null.
            _ when FunctionSignature.IsOptional(parameter) && (type.IsClass || type.IsInterface) => _ => null,

            // The parameter cannot be bound.
            _ => null,
        };
    }
}

/// <summary>One call of a middleware function.</summary>
/// <param name="next">Runs the next middleware, for a rewritten path if one is passed.</param>
internal sealed class MiddlewareCall(HttpContext context, ApiRequest? request, ApiResponse? response, Func<string?, Task> next)
{
    public HttpContext Context => context;

    public ApiRequest? Request => request;

    public ApiResponse? Response => response;

    /// <summary>Gets whether the function has called the next middleware.</summary>
    public bool HasContinued { get; private set; }

    public RequestDelegate Delegate => other => ReferenceEquals(other, context)
        ? ContinueAsync()
        : throw new InvalidOperationException(UsageTexts.OtherContext);

    public async Task ContinueAsync(string? path = null)
    {
        HasContinued = true;
        await next(path);
        if (response is not null && !context.Response.HasStarted)
        {
            response.Replaced = new ReplacedResponse(context.Response);
        }
    }
}
