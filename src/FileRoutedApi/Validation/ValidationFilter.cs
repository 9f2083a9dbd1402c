using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Validation;

/// <summary>
/// Validates what was bound before the function is called. Failures are a 400 with all of them at once, keyed by the
/// names that the client sent.
/// </summary>
internal sealed class ValidationFilter
{
    private readonly Target[] _targets;
    private readonly JsonSerializerOptions _json;

    private ValidationFilter(Target[] targets, JsonSerializerOptions json)
    {
        _targets = targets;
        _json = json;
    }

    /// <summary>Null where nothing that the function takes has a validator.</summary>
    public static ValidationFilter? TryCreate(MethodInfo function, RouteValidators validators, JsonSerializerOptions json)
    {
        var targets = function.GetParameters().SelectMany((parameter, index) => TargetsOf(parameter, index, validators)).ToArray();
        return targets.Length == 0 ? null : new ValidationFilter(targets, json);
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        Dictionary<string, string[]>? errors = null;
        foreach (var target in _targets)
        {
            if (target.Read(context) is not { } value)
            {
                continue;
            }

            foreach (var validator in target.Validators)
            {
                var result = await validator.ValidateAsync(value, context.HttpContext.RequestServices, context.HttpContext.RequestAborted);
                if (!result.IsValid)
                {
                    errors ??= [];
                    foreach (var failure in result.Errors)
                    {
                        var name = JsonPropertyPath.Of(failure.PropertyName ?? "", validator.Validated, _json);
                        errors[name] = [.. errors.GetValueOrDefault(name, []), failure.ErrorMessage];
                    }
                }
            }
        }

        return errors is null ? await next(context) : TypedResults.Problem(new HttpValidationProblemDetails(errors)
        {
            Status = StatusCodes.Status400BadRequest,
        });
    }

    private static IEnumerable<Target> TargetsOf(ParameterInfo parameter, int index, RouteValidators validators)
    {
        var type = parameter.ParameterType;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ApiRequest<>))
        {
            return For(type.GetGenericArguments()[0], context => ((ITypedRequest)context.Arguments[index]!).Body);
        }

        var whole = For(type, context => context.Arguments[index]);
        return parameter.IsDefined(typeof(AsParametersAttribute), inherit: true)
            ? whole.Concat(type.GetProperties()
                .Where(property => property.GetIndexParameters().Length == 0)
                .SelectMany(property => For(property.PropertyType, context => property.GetValue(context.Arguments[index]))))
            : whole;

        IEnumerable<Target> For(Type validated, Func<EndpointFilterInvocationContext, object?> read) =>
            validators.For(Nullable.GetUnderlyingType(validated) ?? validated) is { Count: > 0 } found ? [new Target(read, found)] : [];
    }

    private sealed record Target(Func<EndpointFilterInvocationContext, object?> Read, IReadOnlyList<RouteValidator> Validators);
}
