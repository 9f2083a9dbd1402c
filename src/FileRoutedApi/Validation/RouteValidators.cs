using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Validation;

/// <summary>The validators that one generation of the code declares. They live as long as it does, in no container.</summary>
internal sealed class RouteValidators
{
    private readonly IReadOnlyList<RouteValidator> _all;

    private RouteValidators(IReadOnlyList<RouteValidator> validators) => _all = validators;

    /// <summary>Gets the validators of all files.</summary>
    public IReadOnlyList<RouteValidator> All => _all;

    public static RouteValidators None { get; } = new([]);

    /// <summary>Finds every class that derives from <see cref="AbstractValidator{T}"/> and can be made.</summary>
    /// <param name="diagnostics">Gets an error for each that cannot be made (FRA2018).</param>
    public static RouteValidators Find(RouteGeneration generation, IServiceProviderIsService services, List<RouteDiagnostic> diagnostics)
    {
        var validators = new List<RouteValidator>();
        foreach (var type in generation.Validators ?? generation.Types.Where(IsValidator))
        {
            try
            {
                validators.Add(RouteValidator.Create(type, ValidatedBy(type)!, generation.FileOf(type), services));
            }
            catch (Exception exception)
            {
                diagnostics.Add(RouteDiagnostics.ValidatorNotCreated(generation.FileOf(type), type.Name, exception.GetBaseException().Message));
            }
        }

        return new RouteValidators(validators);
    }

    /// <summary>Whether a type is a validator that can be made and is found by itself.</summary>
    public static bool IsValidator(Type type) =>
        type is { IsAbstract: false, ContainsGenericParameters: false }
        && type.IsAssignableTo(typeof(IValidator))
        && ValidatedBy(type) is not null
        && !IsPartOfAnother(type);

    /// <summary>Gets the validators that a file sees: those of the shared code, and its own.</summary>
    public FileValidators Of(string? file) => new([.. _all.Where(validator => validator.File is null || validator.File == file)]);

    // Made by another validator, which passes it something that no container has.
    private static bool IsPartOfAnother(Type type) => type.GetConstructors() is var constructors
        && constructors.All(constructor => constructor.GetParameters().Any(parameter => !parameter.HasDefaultValue
            && (parameter.ParameterType.IsValueType || parameter.ParameterType == typeof(string) || parameter.ParameterType.IsAssignableTo(typeof(Delegate)))));

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
