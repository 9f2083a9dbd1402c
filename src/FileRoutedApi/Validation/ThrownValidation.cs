using System.Text.Json;
using DataAnnotationsException = System.ComponentModel.DataAnnotations.ValidationException;
using FluentValidationException = FluentValidation.ValidationException;

namespace FileRoutedApi.Validation;

/// <summary>Converts thrown validation exceptions to the response of a failed validator.</summary>
internal static class ThrownValidation
{
    /// <summary>Converts an exception. Returns null if it is not a validation exception.</summary>
    /// <param name="status">The status of a failed validation.</param>
    /// <param name="bodies">The types that property paths may start from. Their JSON names are used in the response.</param>
    public static ApiException? AsProblem(Exception exception, int status, JsonSerializerOptions json, IReadOnlyList<Type> bodies)
    {
        var errors = new ValidationErrors();
        switch (exception)
        {
            case FluentValidationException thrown:
                foreach (var failure in thrown.Errors ?? [])
                {
                    errors.Add(NameOf(failure.PropertyName), failure.ErrorMessage);
                }

                break;
            case DataAnnotationsException thrown:
                foreach (var member in thrown.ValidationResult.MemberNames.DefaultIfEmpty(""))
                {
                    errors.Add(NameOf(member), thrown.ValidationResult.ErrorMessage ?? thrown.Message);
                }

                break;
            case AggregateException several when several.Flatten().InnerExceptions is [var single]:
                return AsProblem(single, status, json, bodies);
            default:
                return null;
        }

        return new ApiException(status, errors.ToDictionary(), exception) { Detail = errors.Count == 0 ? exception.Message : null };

        string NameOf(string? path)
        {
            if (string.IsNullOrEmpty(path))
            {
                return "$";
            }

            var first = path.Split('.', '[')[0];
            var type = bodies.FirstOrDefault(body => body.GetMember(first).Length > 0) ?? typeof(object);
            return JsonPropertyPath.Of(path, type, json);
        }
    }
}
