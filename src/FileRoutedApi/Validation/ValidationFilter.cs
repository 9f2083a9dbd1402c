using System.Text.Json;
using FileRoutedApi.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Validation;

/// <summary>
/// Validates the bound arguments before the function is called: by the attributes of parameters and types, then by validators. All errors
/// of a kind are reported together, by the names that clients use.
/// </summary>
internal sealed class ValidationFilter
{
    private readonly ValidationTarget[] _targets;
    private readonly FileValidators _validators;
    private readonly AnnotatedTypes _types;
    private readonly JsonSerializerOptions _json;
    private readonly int _status;

    private ValidationFilter(ValidationTarget[] targets, FileValidators validators, JsonSerializerOptions json, int status)
    {
        _targets = targets;
        _validators = validators;
        _types = new AnnotatedTypes(json);
        _json = json;
        _status = status;
    }

    /// <summary>Returns null if no argument of the function has a rule.</summary>
    /// <param name="validators">The validators that apply in the file of the function.</param>
    /// <param name="status">The status of a failed validation.</param>
    public static ValidationFilter? TryCreate(
        FunctionSignature signature, FileValidators validators, JsonSerializerOptions json, IServiceProviderIsService? services, int status)
    {
        var targets = ValidationTarget.Of(signature, validators, services).ToArray();
        return targets.Length == 0 ? null : new ValidationFilter(targets, validators, json, status);
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var errors = new ValidationErrors();
        var check = new AnnotationCheck(_types, errors, context.HttpContext.RequestServices);
        var run = new ValidatorRun(_validators, errors, _json, context.HttpContext);
        foreach (var target in _targets)
        {
            var value = target.Read(context);
            var before = errors.Count;
            target.CheckAttributes(check, value, context);
            if (value is not null && target.HasValidators && errors.Count == before)
            {
                // Only after valid attributes: a validator may rely on a [Required] member, for example.
                await run.ValidateAsync(value, target.Path, target.Name, target.Names);
            }
        }

        return errors.Count == 0 ? await next(context) : new FailedValidation(new ApiException(_status, errors.ToDictionary()));
    }
}
