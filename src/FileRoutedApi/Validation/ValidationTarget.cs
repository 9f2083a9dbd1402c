using System.ComponentModel.DataAnnotations;
using System.Reflection;
using FileRoutedApi.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Validation;

/// <summary>An argument of a function that has validation rules.</summary>
internal sealed class ValidationTarget
{
    private ValidationAttribute[] Attributes { get; init; } = [];

    private Func<string> DisplayName { get; init; } = () => "";

    private string Member { get; init; } = "";

    private bool HasAnnotations { get; init; }

    private Func<EndpointFilterInvocationContext, object?>? Owner { get; init; }

    /// <summary>The name under which errors of the value itself are reported.</summary>
    public required string Name { get; init; }

    /// <summary>The prefix of the names of its members; empty for a body.</summary>
    public required string Path { get; init; }

    public required Func<EndpointFilterInvocationContext, object?> Read { get; init; }

    /// <summary>True if a validator may run for the value or its items.</summary>
    public required bool HasValidators { get; init; }

    /// <summary>The client names of the members of a type with <c>[AsParameters]</c>; null for other types.</summary>
    public IReadOnlyDictionary<string, string>? Names { get; init; }

    public static IEnumerable<ValidationTarget> Of(
        FunctionSignature signature, FileValidators validators, IServiceProviderIsService? services) =>
        signature.Arguments
            .SelectMany(argument => argument.Type is { } type
                ? OfParameters(argument, type, validators, services)
                : OfSingle(argument, validators, services))
            .Where(target => target.Attributes.Length > 0 || target.HasAnnotations || target.HasValidators);

    public void CheckAttributes(AnnotationCheck check, object? value, EndpointFilterInvocationContext context)
    {
        var isValid = Attributes.Length == 0 || check.CheckValue(value, Owner?.Invoke(context), Member, Attributes, DisplayName(), Name);
        if (!isValid || value is null || !HasAnnotations)
        {
            return;
        }

        if (Names is null)
        {
            check.CheckObject(value, Path, Name);
        }
        else
        {
            check.CheckParameters(value, Name, Names);
        }
    }

    private static IEnumerable<ValidationTarget> OfSingle(
        FunctionSignature.Argument argument, FileValidators validators, IServiceProviderIsService? services) =>
        Of(argument.Parameters[0], context => context.Arguments[argument.Index], owner: null, validators, services);

    /// <summary>Returns the members first, then the object that holds them.</summary>
    private static IEnumerable<ValidationTarget> OfParameters(
        FunctionSignature.Argument argument, Type type, FileValidators validators, IServiceProviderIsService? services)
    {
        object? Whole(EndpointFilterInvocationContext context) => context.Arguments[argument.Index];

        foreach (var member in argument.Parameters)
        {
            // Property is set: ASP.NET Core requires a property for each constructor parameter.
            foreach (var target in Of(member, context => member.Property!.GetValue(Whole(context)), Whole, validators, services))
            {
                yield return target;
            }
        }

        yield return new ValidationTarget
        {
            Name = argument.Name,
            Path = "",
            Read = Whole,
            HasAnnotations = AnnotatedTypes.HasOwnRules(type),
            HasValidators = validators.MayValidate(type),
            Names = argument.Parameters.DistinctBy(member => member.Property?.Name ?? member.Name)
                .ToDictionary(member => member.Property?.Name ?? member.Name, member => member.ClientName),
        };
    }

    private static IEnumerable<ValidationTarget> Of(
        FunctionSignature.Parameter parameter,
        Func<EndpointFilterInvocationContext, object?> read,
        Func<EndpointFilterInvocationContext, object?>? owner,
        FileValidators validators,
        IServiceProviderIsService? services)
    {
        var type = Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type;
        if (IsService(parameter, type, services))
        {
            return [];
        }

        var isTypedRequest = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ApiRequest<>);
        var target = new ValidationTarget
        {
            Member = parameter.Property?.Name ?? parameter.Name,
            Name = parameter.ClientName,
            Path = IsBody(parameter, type) ? "" : parameter.ClientName,
            Attributes = AnnotatedTypes.RulesOf(parameter.Attributes),
            DisplayName = AnnotatedTypes.DisplayNameOf(parameter.Attributes, parameter.ClientName),
            Owner = owner,
            Read = read,
            HasAnnotations = !isTypedRequest && AnnotatedTypes.HasRules(type),
            HasValidators = !isTypedRequest && validators.MayValidate(type),
        };
        var body = isTypedRequest ? type.GetGenericArguments()[0] : null;
        return body is null ? [target] :
        [
            target,
            new ValidationTarget
            {
                Name = "$",
                Path = "",
                Read = context => ((ITypedRequest?)read(context))?.Body,
                HasAnnotations = AnnotatedTypes.HasRules(body),
                HasValidators = validators.MayValidate(body),
            },
        ];
    }

    private static bool IsService(FunctionSignature.Parameter parameter, Type type, IServiceProviderIsService? services) =>
        parameter.IsService
        || (!parameter.HasSource && (services?.IsService(type) == true
            || type.IsAssignableTo(typeof(HttpContext)) || type == typeof(CancellationToken) || type == typeof(ApiRequest)
            || type.IsAssignableTo(typeof(ApiResponse))));

    /// <summary>Returns true if the value is bound from the body. The names of its members then have no prefix.</summary>
    private static bool IsBody(FunctionSignature.Parameter parameter, Type type)
    {
        if (parameter.HasSource || parameter.CatchAll is not null)
        {
            return parameter.Attributes.Any(attribute => attribute is IFromBodyMetadata or IFromFormMetadata);
        }

        var item = type.IsArray ? type.GetElementType()! : type;
        return item != typeof(string) && !item.IsEnum
            && !item.GetMethods(BindingFlags.Public | BindingFlags.Static).Any(method => method.Name == "TryParse")
            && !item.GetInterfaces().Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IParsable<>));
    }
}
