using System.IO.Pipelines;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Functions;

/// <summary>The parameters of a function, with those of <c>[AsParameters]</c> types expanded.</summary>
internal sealed class FunctionSignature
{
    private const BindingFlags AnyStatic =
        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

    public FunctionSignature(MethodInfo function)
    {
        Function = function;
        Arguments = [.. function.GetParameters().Select(parameter => parameter.IsDefined(typeof(AsParametersAttribute), inherit: true)
            ? new Argument(parameter.Position, parameter.Name!, parameter.ParameterType, [.. MembersOf(parameter.ParameterType)])
            : new Argument(parameter.Position, parameter.Name!, null, [Single(parameter)]))];
        Parameters = [.. Arguments.SelectMany(argument => argument.Parameters)];
        Members = [.. Arguments.Where(argument => argument.Type is not null).SelectMany(argument => argument.Parameters)];
        TypedRequest = Parameters.Select(parameter => parameter.Type).FirstOrDefault(type => IsClosed(type, typeof(ApiRequest<>)));
    }

    public MethodInfo Function { get; }

    /// <summary>Gets the declared parameters.</summary>
    public IReadOnlyList<Argument> Arguments { get; }

    /// <summary>Gets the parameters, where a type with <c>[AsParameters]</c> is replaced by its members.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Gets the parameters that are members of a type with <c>[AsParameters]</c>.</summary>
    public IReadOnlyList<Parameter> Members { get; }

    /// <summary>Gets the type of its <see cref="ApiRequest{T}"/> parameter, or null.</summary>
    public Type? TypedRequest { get; }

    /// <summary>Gets the HTTP methods that an attribute names, or null.</summary>
    public IReadOnlyList<string>? HttpMethods => Function.GetCustomAttribute<HttpMethodsAttribute>()?.Methods;

    public bool TakesRequest => Parameters.Any(parameter => parameter.Type.IsAssignableTo(typeof(ApiRequest)));

    public bool TakesResponse =>
        Parameters.Any(parameter => parameter.Type == typeof(ApiResponse) || IsClosed(parameter.Type, typeof(ApiResponse<>)));

    /// <summary>
    /// Gets whether it takes JSON without a type, such as <see cref="JsonElement"/>. Its strings are decoded only when the function reads
    /// them.
    /// </summary>
    public bool TakesJsonValue => Parameters.Any(parameter =>
        parameter.Type == typeof(JsonElement) || parameter.Type == typeof(JsonElement?) || parameter.Type == typeof(JsonDocument)
        || parameter.Type.IsAssignableTo(typeof(JsonNode)));

    /// <summary>Gets whether it takes the body as a stream.</summary>
    public bool ReadsStream => Parameters.Any(parameter => parameter.Type == typeof(Stream) || parameter.Type == typeof(PipeReader));

    /// <summary>Gets whether it responds through a response parameter and not by its return value.</summary>
    public bool RespondsThroughParameter =>
        (Function.ReturnType == typeof(void) || Function.ReturnType == typeof(Task) || Function.ReturnType == typeof(ValueTask))
        && TakesResponse;

    /// <summary>Gets the parameters that take the segments of a catch-all.</summary>
    public IEnumerable<Parameter> CatchAlls => Parameters.Where(parameter => parameter.CatchAll is not null);

    /// <summary>Returns true if a type has a <c>BindAsync</c> method.</summary>
    public static bool BindsItself(Type type) =>
        !type.IsAssignableTo(typeof(ApiRequest)) && !type.IsAssignableTo(typeof(ApiResponse))
        && type.GetInterfaces().Append(type).SelectMany(item => item.GetMember("BindAsync", AnyStatic)).Any();

    /// <summary>Returns true if a type is a constructed type of a generic type definition.</summary>
    public static bool IsClosed(Type type, Type open) => type.IsGenericType && type.GetGenericTypeDefinition() == open;

    private static Parameter Single(ParameterInfo parameter) =>
        new(parameter.Name!, parameter.ParameterType, IsOptional(parameter), [.. parameter.GetCustomAttributes(inherit: true)]);

    // The rule of ASP.NET Core: through the only constructor if it has parameters, otherwise through the properties.
    private static IEnumerable<Parameter> MembersOf(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        return type.GetConstructors() is [{ } constructor] && constructor.GetParameters() is { Length: > 0 } parameters
            ? parameters.Select(parameter => new Parameter(
                parameter.Name!,
                parameter.ParameterType,
                IsOptional(parameter),
                [.. parameter.GetCustomAttributes(inherit: true), .. Of(parameter.Name!)?.GetCustomAttributes(inherit: true) ?? []])
            {
                Owner = type,
                Property = Of(parameter.Name!),
            })
            : properties.Select(property => new Parameter(
                property.Name,
                property.PropertyType,
                new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable,
                [.. property.GetCustomAttributes(inherit: true)])
            {
                Owner = type,
                Property = property,
            });

        PropertyInfo? Of(string name) =>
            properties.FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    public static bool IsOptional(ParameterInfo parameter) =>
        parameter.HasDefaultValue || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;

    /// <summary>A declared parameter.</summary>
    /// <param name="Type">Its type if it has <c>[AsParameters]</c>; otherwise null.</param>
    /// <param name="Parameters">The members of that type, or the parameter itself.</param>
    internal sealed record Argument(int Index, string Name, Type? Type, IReadOnlyList<Parameter> Parameters);

    /// <summary>A parameter, or a member of a type with <c>[AsParameters]</c>.</summary>
    /// <param name="IsOptional">True if a request may omit it.</param>
    internal sealed record Parameter(string Name, Type Type, bool IsOptional, IReadOnlyList<object> Attributes)
    {
        /// <summary>Gets the type with <c>[AsParameters]</c> that declares it, or null.</summary>
        public Type? Owner { get; init; }

        /// <summary>Gets the property of that type that holds its value, or null.</summary>
        public PropertyInfo? Property { get; init; }

        /// <summary>Gets whether an attribute marks it as a service.</summary>
        public bool IsService => Attributes.Any(attribute => attribute is IFromServiceMetadata or FromKeyedServicesAttribute);

        /// <summary>Gets the name of the catch-all whose segments it takes, or null.</summary>
        public string? CatchAll =>
            Attributes.OfType<FromCatchAllAttribute>().FirstOrDefault() is { } attribute ? attribute.Name ?? Name : null;

        /// <summary>
        /// Gets the name that clients use. An attribute can set it. The default is in camel case like JSON, because query keys are
        /// case-insensitive, and in C# only properties begin with an upper-case letter. The name of a header is not changed.
        /// </summary>
        public string ClientName => Attributes
            .Select(attribute => attribute switch
            {
                IFromQueryMetadata query => query.Name,
                IFromHeaderMetadata header => header.Name,
                IFromFormMetadata form => form.Name,
                IFromRouteMetadata route => route.Name,
                _ => null,
            })
            .FirstOrDefault(name => name is not null)
            ?? (Attributes.Any(attribute => attribute is IFromHeaderMetadata) ? Name : JsonNamingPolicy.CamelCase.ConvertName(Name));

        /// <summary>Gets whether an attribute sets its source, such as <c>[FromQuery]</c>.</summary>
        public bool HasSource => Attributes.Any(attribute => attribute
            is IFromQueryMetadata or IFromHeaderMetadata or IFromBodyMetadata or IFromFormMetadata or IFromServiceMetadata
            or FromKeyedServicesAttribute);
    }
}
