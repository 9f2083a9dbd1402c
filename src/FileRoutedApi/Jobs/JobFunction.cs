using System.Reflection;
using System.Text.Json;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Modules;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Jobs;

/// <summary>The function <c>Run</c> of a job.</summary>
internal sealed class JobFunction
{
    private static readonly Type[] _ofRequests =
    [
        typeof(HttpContext), typeof(HttpRequest), typeof(HttpResponse), typeof(ApiRequest), typeof(ApiResponse), typeof(IFormFile), typeof(Stream),
    ];

    private readonly Delegate _run;
    private readonly ServiceFunction _function;
    private readonly ParameterInfo? _payload;
    private readonly ParameterInfo[] _contexts;
    private readonly string _file;

    private JobFunction(Delegate run, ServiceFunction function, ParameterInfo? payload, string file)
    {
        _run = run;
        _function = function;
        _payload = payload;
        _contexts = [.. function.Parameters.Where(IsContext)];
        _file = file;
    }

    /// <summary>Gets the type of the payload; null if the function takes none.</summary>
    public Type? PayloadType => _payload?.ParameterType;

    /// <summary>Binds the function. Returns null if it cannot be called; the diagnostics say why.</summary>
    public static JobFunction? TryBind(
        RouteModule module, RouteExport export, IServiceProviderIsService services, List<RouteDiagnostic> diagnostics)
    {
        var before = diagnostics.Count;
        var (file, method) = (module.File.Path, export.Handler.Method);
        if (method.ReturnType != typeof(void) && method.ReturnType != typeof(Task) && method.ReturnType != typeof(ValueTask))
        {
            diagnostics.Add(RouteDiagnostics.JobResult(file, export.Line, export.Column, CSharpName.Of(method.ReturnType)));
        }

        var function = ServiceFunction.Of(method);
        var others = function.Parameters.Where(parameter => !IsContext(parameter) && !ServiceFunction.IsProvided(parameter, services)).ToList();
        diagnostics.AddRange(others
            .Select((parameter, index) => MistakeIn(parameter, index > 0 ? others[0] : null))
            .OfType<string>()
            .Select(mistake => RouteDiagnostics.JobParameter(file, export.Line, export.Column, mistake)));
        if (others is [var payload] && diagnostics.Count == before && module.JobConfig.Cron is not null && !FunctionSignature.IsOptional(payload))
        {
            diagnostics.Add(RouteDiagnostics.PayloadOfSchedule(
                file, export.Line, export.Column, payload.Name!, CSharpName.Of(payload.ParameterType)));
        }

        return diagnostics.Count == before ? new JobFunction(export.Handler, function, others.FirstOrDefault(), file) : null;
    }

    /// <summary>Reads the payload and calls the function.</summary>
    /// <param name="payload">The payload as JSON; null if there is none.</param>
    /// <exception cref="InvalidPayloadException">The payload is not valid for the parameter.</exception>
    public ValueTask CallAsync(IServiceProvider services, JobContext context, string? payload, JsonSerializerOptions json, CancellationToken stop)
    {
        Dictionary<ParameterInfo, object?>? values = null;
        if (_payload is not null || _contexts.Length > 0)
        {
            values = _contexts.ToDictionary(parameter => parameter, _ => (object?)context);
            if (_payload is not null)
            {
                values[_payload] = Read(_payload, payload, json);
            }
        }

        return _function.CallAsync(_run.Target, new ServiceCall(services, _file, stop, values));
    }

    /// <summary>Returns what is wrong with a payload; null if the function can be called with it.</summary>
    /// <param name="payload">The payload as JSON; null if there is none.</param>
    public RouteDiagnostic? FindMistake(string? payload, JsonSerializerOptions json)
    {
        if (_payload is null)
        {
            return payload is null ? null : RouteDiagnostics.PayloadNotTaken(_file);
        }

        try
        {
            _ = Read(_payload, payload, json);
            return null;
        }
        catch (InvalidPayloadException exception)
        {
            return RouteDiagnostics.InvalidPayload(_file, CSharpName.Of(_payload.ParameterType), exception.Reason);
        }
    }

    private object? Read(ParameterInfo parameter, string? payload, JsonSerializerOptions json)
    {
        try
        {
            var value = payload is null ? null : JsonSerializer.Deserialize(payload, parameter.ParameterType, json);
            return value is not null ? value
                : parameter.HasDefaultValue ? parameter.DefaultValue
                : FunctionSignature.IsOptional(parameter) ? null
                : throw Invalid(UsageTexts.NoPayload);
        }
        catch (JsonException exception)
        {
            throw Invalid(BindingProblem.OfJson(exception).Detail ?? exception.Message);
        }
        catch (NotSupportedException exception)
        {
            throw Invalid(CompiledNames.Shorten(exception.Message));
        }

        InvalidPayloadException Invalid(string reason) =>
            new(RouteDiagnostics.JobPayload(_file, CSharpName.Of(parameter.ParameterType), reason).Message, reason);
    }

    /// <returns>Why a parameter that is not a service cannot have a value; null if it can.</returns>
    private static string? MistakeIn(ParameterInfo parameter, ParameterInfo? payload)
    {
        var (type, name) = (parameter.ParameterType, parameter.Name ?? "");
        var text = CSharpName.Of(type);
        return _ofRequests.Any(known => known.IsAssignableFrom(type) && type != typeof(object)) || type.IsByRef
                ? UsageTexts.JobWithRequest(text, name)
            : type.IsInterface || type.IsAbstract || typeof(Delegate).IsAssignableFrom(type) ? UsageTexts.JobServiceMissing(text, name)
            : payload is not null ? UsageTexts.JobSecondPayload(text, name, CSharpName.Of(payload.ParameterType), payload.Name ?? "")
            : null;
    }

    private static bool IsContext(ParameterInfo parameter) => parameter.ParameterType == typeof(JobContext);
}

/// <summary>The stored payload of a call does not have the type that the job takes. A retry would fail too.</summary>
internal sealed class InvalidPayloadException(string message, string reason) : Exception(message)
{
    /// <summary>Gets why the payload is not valid.</summary>
    public string Reason => reason;
}
