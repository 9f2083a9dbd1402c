using System.IO.Pipelines;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi.Functions;

/// <summary>What the parameters of a function ask for.</summary>
internal sealed class FunctionSignature
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

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

    /// <summary>The parameters as they are declared.</summary>
    public IReadOnlyList<Argument> Arguments { get; }

    /// <summary>The parameters; those of a type with <c>[AsParameters]</c> stand for it.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Gets the parameters that are members of a type with <c>[AsParameters]</c>.</summary>
    public IReadOnlyList<Parameter> Members { get; }

    /// <summary>The <see cref="ApiRequest{T}"/> that it takes, or null.</summary>
    public Type? TypedRequest { get; }

    /// <summary>The methods that an attribute names, or null.</summary>
    public IReadOnlyList<string>? HttpMethods => Function.GetCustomAttribute<HttpMethodsAttribute>()?.Methods;

    public bool TakesRequest => Parameters.Any(parameter => parameter.Type.IsAssignableTo(typeof(ApiRequest)));

    public bool TakesResponse => Parameters.Any(parameter => parameter.Type == typeof(ApiResponse) || IsClosed(parameter.Type, typeof(ApiResponse<>)));

    /// <summary>Whether it takes JSON as it is, whose strings are read when the function asks for them.</summary>
    public bool TakesJsonValue => Parameters.Any(parameter =>
        parameter.Type == typeof(JsonElement) || parameter.Type == typeof(JsonElement?) || parameter.Type == typeof(JsonDocument) || parameter.Type.IsAssignableTo(typeof(JsonNode)));

    /// <summary>Whether something other than the request reads the body.</summary>
    public bool ReadsStream => Parameters.Any(parameter => parameter.Type == typeof(Stream) || parameter.Type == typeof(PipeReader));

    /// <summary>Whether it answers through a response rather than by what it returns.</summary>
    public bool AnswersByResponse =>
        (Function.ReturnType == typeof(void) || Function.ReturnType == typeof(Task) || Function.ReturnType == typeof(ValueTask))
        && TakesResponse;

    /// <summary>The parameters that take the segments of a catch-all.</summary>
    public IEnumerable<Parameter> CatchAlls => Parameters.Where(parameter => parameter.CatchAll is not null);

    /// <summary>Returns true if a type binds itself, by <c>BindAsync</c>.</summary>
    public static bool BindsItself(Type type) =>
        !type.IsAssignableTo(typeof(ApiRequest)) && !type.IsAssignableTo(typeof(ApiResponse))
        && type.GetInterfaces().Append(type).SelectMany(item => item.GetMember("BindAsync", AnyStatic)).Any();

    private static bool IsClosed(Type type, Type open) => type.IsGenericType && type.GetGenericTypeDefinition() == open;

    private static Parameter Single(ParameterInfo parameter) =>
        new(parameter.Name!, parameter.ParameterType, IsOptional(parameter), [.. parameter.GetCustomAttributes(inherit: true)]);

    // As ASP.NET Core binds such a type: through its one constructor that has parameters, else through its properties.
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

        PropertyInfo? Of(string name) => properties.FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    public static bool IsOptional(ParameterInfo parameter) =>
        parameter.HasDefaultValue || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;

    /// <summary>One parameter as it is declared.</summary>
    /// <param name="Type">The type whose members are its parameters, if it has <c>[AsParameters]</c>; otherwise null.</param>
    /// <param name="Parameters">Its parameters; one without <c>[AsParameters]</c> is its own.</param>
    internal sealed record Argument(int Index, string Name, Type? Type, IReadOnlyList<Parameter> Parameters);

    /// <summary>One parameter.</summary>
    /// <param name="IsOptional">Whether a request may come without it.</param>
    internal sealed record Parameter(string Name, Type Type, bool IsOptional, IReadOnlyList<object> Attributes)
    {
        /// <summary>The type with <c>[AsParameters]</c> that it is a member of, or null.</summary>
        public Type? Owner { get; init; }

        /// <summary>The property of that type that has its value, or null.</summary>
        public PropertyInfo? Property { get; init; }

        /// <summary>Whether an attribute says that it is a service.</summary>
        public bool IsService => Attributes.Any(attribute => attribute is IFromServiceMetadata || attribute.GetType().Name == "FromKeyedServicesAttribute");

        /// <summary>The name of the catch-all that it takes the segments of, or null.</summary>
        public string? CatchAll => Attributes.OfType<FromCatchAllAttribute>().FirstOrDefault() is { } attribute ? attribute.Name ?? Name : null;

        /// <summary>
        /// The name that clients know it by, which an attribute may give it. Without one it is in camel case, as JSON is: upper and lower case
        /// are the same to a query, and the names of C# differ between a parameter and a property. A header is written as it is.
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

        /// <summary>Whether an attribute says where it comes from.</summary>
        public bool HasSource => Attributes.Any(attribute => attribute
            is IFromQueryMetadata or IFromHeaderMetadata or IFromBodyMetadata or IFromFormMetadata or IFromServiceMetadata
            || attribute.GetType().Name == "FromKeyedServicesAttribute");
    }
}
