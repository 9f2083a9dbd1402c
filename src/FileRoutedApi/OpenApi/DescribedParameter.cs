using System.Reflection;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace FileRoutedApi.OpenApi;

/// <summary>
/// Works around parameters that ASP.NET Core fails to describe. One of them makes the whole document of the application fail.
/// </summary>
/// <remarks>
/// Reflection returns the default of a nullable enum as a number, and ASP.NET Core casts it to the enum. For a member of a type with
/// <c>[AsParameters]</c>, it returns an array of <see cref="Attribute"/>, which ASP.NET Core casts to an array of the requested type.
/// </remarks>
internal sealed class DescribedParameter : ParameterDescriptor, IParameterInfoParameterDescriptor
{
    private DescribedParameter(ParameterDescriptor described, ParameterInfo declared)
    {
        Name = described.Name;
        ParameterType = described.ParameterType;
        BindingInfo = described.BindingInfo;
        ParameterInfo = new Declared(declared);
    }

    public ParameterInfo ParameterInfo { get; }

    /// <summary>Wraps the parameters of a description.</summary>
    public static void Correct(ApiDescription description)
    {
        foreach (var parameter in description.ParameterDescriptions)
        {
            if (parameter.ParameterDescriptor is IParameterInfoParameterDescriptor { ParameterInfo: { } declared })
            {
                parameter.ParameterDescriptor = new DescribedParameter(parameter.ParameterDescriptor, declared);
            }
        }
    }

    private sealed class Declared : ParameterInfo
    {
        private readonly ParameterInfo _inner;

        public Declared(ParameterInfo inner)
        {
            _inner = inner;
            AttrsImpl = inner.Attributes;
            ClassImpl = inner.ParameterType;
            MemberImpl = inner.Member;
            NameImpl = inner.Name;
            PositionImpl = inner.Position;
        }

        public override bool HasDefaultValue => _inner.HasDefaultValue;

        public override object? DefaultValue => Correct(_inner.DefaultValue);

        public override object? RawDefaultValue => Correct(_inner.RawDefaultValue);

        public override object[] GetCustomAttributes(bool inherit) => GetCustomAttributes(typeof(Attribute), inherit);

        public override object[] GetCustomAttributes(Type attributeType, bool inherit)
        {
            var found = _inner.GetCustomAttributes(attributeType, inherit);
            var typed = (object[])Array.CreateInstance(attributeType, found.Length);
            found.CopyTo(typed, 0);
            return typed;
        }

        public override IList<CustomAttributeData> GetCustomAttributesData() => _inner.GetCustomAttributesData();

        public override bool IsDefined(Type attributeType, bool inherit) => _inner.IsDefined(attributeType, inherit);

        private object? Correct(object? value) =>
            value is not (null or Enum or DBNull) && Nullable.GetUnderlyingType(ParameterType) is { IsEnum: true } type
                ? Enum.ToObject(type, value)
                : value;
    }
}
