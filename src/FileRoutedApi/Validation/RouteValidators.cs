using FileRoutedApi.Diagnostics;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Validation;

/// <summary>The validators that one generation of the code declares. They live as long as it does, in no container.</summary>
internal sealed class RouteValidators
{
    private readonly ILookup<Type, RouteValidator> _byType;

    private RouteValidators(IEnumerable<RouteValidator> validators) => _byType = validators.ToLookup(validator => validator.Validated);

    public static RouteValidators None { get; } = new([]);

    /// <summary>Finds every class that derives from <see cref="AbstractValidator{T}"/> and can be made.</summary>
    /// <param name="types">The types of the code.</param>
    /// <param name="diagnostics">Gets an error for each that cannot be made (FRA2018).</param>
    public static RouteValidators Find(IEnumerable<Type> types, IServiceProviderIsService services, List<RouteDiagnostic> diagnostics)
    {
        var validators = new List<RouteValidator>();
        foreach (var type in types.Where(type => type is { IsAbstract: false, ContainsGenericParameters: false } && type.IsAssignableTo(typeof(IValidator))))
        {
            if (ValidatedBy(type) is not { } validated)
            {
                continue;
            }

            try
            {
                validators.Add(RouteValidator.Create(type, validated, services));
            }
            catch (Exception exception)
            {
                diagnostics.Add(RouteDiagnostics.ValidatorNotMade(type.Name, exception.GetBaseException().Message));
            }
        }

        return new RouteValidators(validators);
    }

    /// <summary>The validators of exactly this type, each of which runs.</summary>
    public IReadOnlyList<RouteValidator> For(Type type) => [.. _byType[type]];

    private static Type? ValidatedBy(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(AbstractValidator<>))
            {
                return parent.GetGenericArguments()[0];
            }
        }

        return null;
    }
}
