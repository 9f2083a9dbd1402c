using System.Reflection;
using System.Text.Json;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Corrects values that ASP.NET Core binds from JSON. A missing body becomes null or the default of its parameter instead of the default of
/// its type, and a null element of a collection is rejected unless its declaration allows null.
/// </summary>
internal sealed class BodyFilter
{
    private readonly BoundBody _body;
    private readonly bool _replacesMissing;
    private readonly object? _missing;
    private readonly Lazy<NullElements>? _elements;

    private BodyFilter(BoundBody body, JsonSerializerOptions json)
    {
        _body = body;
        _missing = body.Parameter is { HasDefaultValue: true, DefaultValue: { } value } ? ValueOf(value, body.Type) : null;
        _replacesMissing = _missing is not null || Nullable.GetUnderlyingType(body.Type) is not null;
        _elements = NullElements.MayContainCollection(body.Type)
            ? new Lazy<NullElements>(() => NullElements.Create(body.Type, body.Declared(), json))
            : null;
    }

    /// <summary>Returns null if there is nothing to correct.</summary>
    /// <param name="requestType">The type that ASP.NET Core deserializes the body to, or null.</param>
    public static BodyFilter? TryCreate(FunctionSignature signature, Type? requestType, JsonSerializerOptions json)
    {
        if (requestType is null || signature.TypedRequest is not null || BoundBody.Find(signature.Function, requestType) is not { } body)
        {
            return null;
        }

        var filter = new BodyFilter(body, json);
        return filter._replacesMissing || filter._elements is not null ? filter : null;
    }

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!RequestBodyPresence.MayHaveBody(context.HttpContext))
        {
            if (_replacesMissing)
            {
                _body.Write(context, _missing);
            }

            return next(context);
        }

        _elements?.Value.Check(_body.Read(context));
        return next(context);
    }

    // Reflection returns the default of a nullable enum as a number.
    private static object ValueOf(object value, Type type) =>
        Nullable.GetUnderlyingType(type) is { IsEnum: true } enumType ? Enum.ToObject(enumType, value) : value;

    /// <summary>The parameter that takes the body, or the property of a parameter with <c>[AsParameters]</c>.</summary>
    private sealed record BoundBody(int Index, Type Type, ParameterInfo? Parameter, PropertyInfo? Property)
    {
        /// <summary>Finds the parameter that an attribute marks, or else the one that ASP.NET Core infers by its type.</summary>
        public static BoundBody? Find(MethodInfo function, Type requestType)
        {
            var all = function.GetParameters().SelectMany(AllOf).ToList();
            return all.Find(body => body.IsMarked) ?? all.Find(body => body.MayBeInferred && Same(body.Type, requestType));
        }

        public NullabilityInfo Declared() =>
            Property is not null ? new NullabilityInfoContext().Create(Property) : new NullabilityInfoContext().Create(Parameter!);

        public object? Read(EndpointFilterInvocationContext context) =>
            Property is null ? context.Arguments[Index] : Property.GetValue(context.Arguments[Index]);

        public void Write(EndpointFilterInvocationContext context, object? value)
        {
            if (Property is null)
            {
                context.Arguments[Index] = value;
            }
            else if (Property.CanWrite && context.Arguments[Index] is { } holder)
            {
                // Written back, because a struct was boxed into a copy.
                Property.SetValue(holder, value);
                context.Arguments[Index] = holder;
            }
        }

        private IEnumerable<object> Attributes =>
            (Parameter?.GetCustomAttributes(inherit: true) ?? []).Concat(Property?.GetCustomAttributes(inherit: true) ?? []);

        private bool IsMarked => Attributes.Any(attribute => attribute is IFromBodyMetadata);

        private bool MayBeInferred => !Attributes.Any(attribute =>
            attribute is IFromFormMetadata or IFromQueryMetadata or IFromHeaderMetadata or IFromRouteMetadata or IFromServiceMetadata);

        private static IEnumerable<BoundBody> AllOf(ParameterInfo parameter, int index)
        {
            if (!parameter.IsDefined(typeof(AsParametersAttribute), inherit: true))
            {
                return [new BoundBody(index, parameter.ParameterType, parameter, null)];
            }

            var parameters = parameter.ParameterType.GetConstructors() is [{ } constructor] ? constructor.GetParameters() : [];
            return parameter.ParameterType.GetProperties()
                .Where(property => property.GetIndexParameters().Length == 0)
                .Select(property => new BoundBody(
                    index,
                    property.PropertyType,
                    parameters.FirstOrDefault(item => item.Name!.Equals(property.Name, StringComparison.OrdinalIgnoreCase)),
                    property));
        }

        private static bool Same(Type type, Type other) =>
            (Nullable.GetUnderlyingType(type) ?? type) == (Nullable.GetUnderlyingType(other) ?? other);
    }
}
