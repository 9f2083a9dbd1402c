using System.Text.Json;
using DataAnnotationsException = System.ComponentModel.DataAnnotations.ValidationException;
using FluentValidationException = FluentValidation.ValidationException;

namespace FileRoutedApi.Validation;

/// <summary>Exceptions by which code says that the data of the request is not valid: the same response as a failed validator.</summary>
internal static class ThrownValidation
{
    /// <summary>Returns the response that an exception stands for; null if it is not about validation.</summary>
    /// <param name="status">The status of the response to data that is not valid.</param>
    /// <param name="bodies">The types of the data, whose names in JSON the paths of properties become.</param>
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
