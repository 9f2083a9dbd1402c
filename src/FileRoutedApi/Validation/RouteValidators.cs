using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Validation;

/// <summary>The validators of one generation of the code. They are not in the container, because it outlives a generation.</summary>
internal sealed class RouteValidators
{
    private readonly IReadOnlyList<RouteValidator> _all;

    private RouteValidators(IReadOnlyList<RouteValidator> validators) => _all = validators;

    /// <summary>Gets the validators of all files.</summary>
    public IReadOnlyList<RouteValidator> All => _all;

    public static RouteValidators None { get; } = new([]);

    /// <summary>Creates the validators of all classes that derive from <see cref="AbstractValidator{T}"/>.</summary>
    /// <param name="diagnostics">Receives an error for each validator that cannot be created (FRA2018).</param>
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

    /// <summary>Returns true if a type is a validator that is discovered and not created by another validator.</summary>
    public static bool IsValidator(Type type) =>
        type is { IsAbstract: false, ContainsGenericParameters: false }
        && type.IsAssignableTo(typeof(IValidator))
        && ValidatedBy(type) is not null
        && !IsPartOfAnother(type);

    /// <summary>Gets the validators that apply in a file: its own and those of shared code.</summary>
    public FileValidators Of(string? file) => new([.. _all.Where(validator => validator.File is null || validator.File == file)]);

    // Every constructor takes a value that no container provides, so another validator creates it.
    private static bool IsPartOfAnother(Type type) => type.GetConstructors() is var constructors
        && constructors.All(constructor => constructor.GetParameters().Any(parameter => !parameter.HasDefaultValue
            && (parameter.ParameterType.IsValueType
                || parameter.ParameterType == typeof(string)
                || parameter.ParameterType.IsAssignableTo(typeof(Delegate)))));

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
