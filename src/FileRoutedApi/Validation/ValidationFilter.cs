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
    /// <param name="file">The file of the function, whose own validators run for nobody else.</param>
    public static ValidationFilter? TryCreate(MethodInfo function, string file, RouteValidators validators, JsonSerializerOptions json)
    {
        var targets = function.GetParameters().SelectMany((parameter, index) => TargetsOf(parameter, index, type => validators.For(type, file))).ToArray();
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
                        var name = string.IsNullOrEmpty(failure.PropertyName) ? target.Name : JsonPropertyPath.Of(failure.PropertyName, validator.Validated, _json);
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

    private static IEnumerable<Target> TargetsOf(ParameterInfo parameter, int index, Func<Type, IReadOnlyList<RouteValidator>> validators)
    {
        var whole = For(parameter.ParameterType, parameter.Name!, context => context.Arguments[index]);
        return parameter.IsDefined(typeof(AsParametersAttribute), inherit: true)
            ? whole.Concat(parameter.ParameterType.GetProperties()
                .Where(property => property.GetIndexParameters().Length == 0)
                .SelectMany(property => For(property.PropertyType, property.Name, context => property.GetValue(context.Arguments[index]))))
            : whole;

        IEnumerable<Target> For(Type type, string name, Func<EndpointFilterInvocationContext, object?> read) =>
            type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ApiRequest<>)
                ? For(type.GetGenericArguments()[0], "$", context => ((ITypedRequest?)read(context))?.Body)
                : validators(Nullable.GetUnderlyingType(type) ?? type) is { Count: > 0 } found ? [new Target(name, read, found)] : [];
    }

    /// <param name="Name">What a failure of the whole value is called.</param>
    private sealed record Target(string Name, Func<EndpointFilterInvocationContext, object?> Read, IReadOnlyList<RouteValidator> Validators);
}
