using System.Text.Json;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Validation;

/// <summary>Runs validators for one request.</summary>
internal sealed class ValidatorRun(FileValidators validators, ValidationErrors errors, JsonSerializerOptions json, HttpContext context)
{
    /// <summary>Validates a value and, if it is a collection, its items.</summary>
    /// <param name="path">The path of the value.</param>
    /// <param name="whole">The name under which errors of the value itself are reported.</param>
    /// <param name="names">The client names of members that differ from their JSON names.</param>
    public async ValueTask ValidateAsync(object value, string path, string whole, IReadOnlyDictionary<string, string>? names)
    {
        var type = value.GetType();
        foreach (var validator in validators.For(type))
        {
            var result = await validator.ValidateAsync(value, context.RequestServices, context.RequestAborted);
            foreach (var failure in result.Errors)
            {
                errors.Add(NameOf(failure, type, path, whole, names), failure.ErrorMessage);
            }
        }

        if (!validators.MayValidateItems(type))
        {
            return;
        }

        foreach (var (itemPath, item) in CollectionItems.Of(value, path))
        {
            if (errors.IsFull)
            {
                return;
            }

            await ValidateAsync(item, itemPath, itemPath, names: null);
        }
    }

    private string NameOf(ValidationFailure failure, Type type, string path, string whole, IReadOnlyDictionary<string, string>? names) =>
        string.IsNullOrEmpty(failure.PropertyName) ? whole
        : names?.GetValueOrDefault(failure.PropertyName)
            ?? CollectionItems.Join(path, JsonPropertyPath.Of(failure.PropertyName, type, json));
}
