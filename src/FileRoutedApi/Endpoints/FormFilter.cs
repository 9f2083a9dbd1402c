using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi.Endpoints;

/// <summary>Refuses a form in which none of the fields is one of the type's: ASP.NET Core would pass null for it, whatever the function says.</summary>
internal sealed class FormFilter
{
    private readonly int[] _indexes;

    private FormFilter(int[] indexes) => _indexes = indexes;

    /// <summary>Null where the function takes no form as a type of its own, or may do without.</summary>
    public static FormFilter? TryCreate(MethodInfo function)
    {
        var indexes = function.GetParameters()
            .Where(parameter => parameter.GetCustomAttributes(inherit: true).Any(attribute => attribute is IFromFormMetadata)
                && !parameter.ParameterType.IsValueType
                && new NullabilityInfoContext().Create(parameter).WriteState != NullabilityState.Nullable)
            .Select(parameter => parameter.Position)
            .ToArray();
        return indexes.Length == 0 ? null : new FormFilter(indexes);
    }

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        _indexes.Any(index => context.Arguments[index] is null)
            ? throw ApiException.InvalidBody("None of the fields of the form is expected here.")
            : next(context);
}
