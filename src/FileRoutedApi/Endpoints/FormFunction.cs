using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Endpoints;

/// <summary>A function whose parameters with <c>[FromForm]</c> are keyed services, with a <see cref="FormParameter"/> as the key.</summary>
internal sealed class FormFunction(MethodInfo function, IReadOnlyList<FormParameter> parameters) : MethodInfo
{
    private readonly ParameterInfo[] _parameters = [.. function.GetParameters().Select(declared =>
        parameters.FirstOrDefault(parameter => parameter.Declared == declared) is { } form ? new Keyed(form) : declared)];

    public override MethodAttributes Attributes => function.Attributes;

    public override RuntimeMethodHandle MethodHandle => function.MethodHandle;

    public override Type? DeclaringType => function.DeclaringType;

    public override Type? ReflectedType => function.ReflectedType;

    public override Module Module => function.Module;

    public override string Name => function.Name;

    public override Type ReturnType => function.ReturnType;

    public override ParameterInfo ReturnParameter => function.ReturnParameter;

    public override ICustomAttributeProvider ReturnTypeCustomAttributes => function.ReturnTypeCustomAttributes;

    public override MethodInfo GetBaseDefinition() => function.GetBaseDefinition();

    public override object[] GetCustomAttributes(bool inherit) => function.GetCustomAttributes(inherit);

    public override object[] GetCustomAttributes(Type attributeType, bool inherit) => function.GetCustomAttributes(attributeType, inherit);

    public override IList<CustomAttributeData> GetCustomAttributesData() => function.GetCustomAttributesData();

    public override bool IsDefined(Type attributeType, bool inherit) => function.IsDefined(attributeType, inherit);

    public override MethodImplAttributes GetMethodImplementationFlags() => function.GetMethodImplementationFlags();

    public override ParameterInfo[] GetParameters() => _parameters;

    public override object? Invoke(object? obj, BindingFlags invokeAttr, Binder? binder, object?[]? parameters, CultureInfo? culture) =>
        function.Invoke(obj, invokeAttr, binder, parameters, culture);

    private sealed class Keyed : ParameterInfo
    {
        private readonly ParameterInfo _declared;
        private readonly FormParameter _key;

        public Keyed(FormParameter key)
        {
            _key = key;
            _declared = key.Declared;
            AttrsImpl = _declared.Attributes;
            ClassImpl = _declared.ParameterType;
            MemberImpl = _declared.Member;
            NameImpl = _declared.Name;
            PositionImpl = _declared.Position;
        }

        public override bool HasDefaultValue => _declared.HasDefaultValue;

        public override object? DefaultValue => _declared.DefaultValue;

        public override object? RawDefaultValue => _declared.RawDefaultValue;

        public override object[] GetCustomAttributes(bool inherit) => GetCustomAttributes(typeof(Attribute), inherit);

        public override object[] GetCustomAttributes(Type attributeType, bool inherit)
        {
            var attributes = _declared.GetCustomAttributes(inherit)
                .Where(attribute => attribute is not IFromFormMetadata)
                .Append(new FromKeyedServicesAttribute(_key))
                .Where(attributeType.IsInstanceOfType)
                .ToArray();

            // Attribute.GetCustomAttributes casts the array to one of the requested type.
            var typed = (object[])Array.CreateInstance(attributeType.IsValueType ? typeof(Attribute) : attributeType, attributes.Length);
            attributes.CopyTo(typed, 0);
            return typed;
        }

        public override IList<CustomAttributeData> GetCustomAttributesData() => _declared.GetCustomAttributesData();

        public override bool IsDefined(Type attributeType, bool inherit) => GetCustomAttributes(attributeType, inherit).Length > 0;
    }
}
