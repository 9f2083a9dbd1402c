using FileRoutedApi.Diagnostics;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Validation;

/// <summary>
/// A validator. Without constructor parameters, one instance is created. Otherwise an instance is created for each call, because its
/// services may be scoped to the request.
/// </summary>
internal abstract class RouteValidator(Type type, Type validated, string? file)
{
    /// <summary>The class of the validator.</summary>
    public Type Type { get; } = type;

    /// <summary>The route file that declares it; null for shared code.</summary>
    public string? File { get; } = file;

    public Type Validated { get; } = validated;

    /// <exception cref="InvalidOperationException">The constructor needs a service that is not registered.</exception>
    public static RouteValidator Create(Type type, Type validated, string? file, IServiceProviderIsService services) =>
        (RouteValidator)Activator.CreateInstance(typeof(Of<>).MakeGenericType(validated), type, file, services)!;

    public abstract Task<ValidationResult> ValidateAsync(object value, IServiceProvider services, CancellationToken cancellationToken);

    /// <summary>Returns the rules, which become keywords of the OpenAPI schema.</summary>
    public abstract IValidatorDescriptor Describe(IServiceProvider services);

    private sealed class Of<T> : RouteValidator
    {
        private readonly IValidator<T>? _single;
        private readonly ObjectFactory? _factory;

        public Of(Type type, string? file, IServiceProviderIsService services)
            : base(type, typeof(T), file)
        {
            if (type.GetConstructor([]) is not null)
            {
                _single = (IValidator<T>)Activator.CreateInstance(type)!;
                return;
            }

            var missing = type.GetConstructors()
                .SelectMany(constructor => constructor.GetParameters())
                .FirstOrDefault(parameter => !parameter.HasDefaultValue && !services.IsService(parameter.ParameterType));
            _factory = missing is null
                ? ActivatorUtilities.CreateFactory(type, [])
                : throw new InvalidOperationException(missing.ParameterType.IsAssignableTo(typeof(IValidator))
                    ? ValidatorTexts.NeedsValidator(missing.Name!)
                    : ValidatorTexts.NeedsService(missing.ParameterType.Name, missing.Name!));
        }

        public override Task<ValidationResult> ValidateAsync(
            object value, IServiceProvider services, CancellationToken cancellationToken) =>
            ValidatorOf(services).ValidateAsync((T)value, cancellationToken);

        public override IValidatorDescriptor Describe(IServiceProvider services) => ValidatorOf(services).CreateDescriptor();

        private IValidator<T> ValidatorOf(IServiceProvider services) => _single ?? (IValidator<T>)_factory!(services, null);
    }
}
