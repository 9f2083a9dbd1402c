using System.Reflection;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace FileRoutedApi.OpenApi;

/// <summary>
/// A parameter whose type is a nullable enum, with a default. Reflection gives that default as a number, and ASP.NET Core, which
/// casts it to the type, could not describe any of the application.
/// </summary>
internal sealed class EnumDefault : ParameterDescriptor, IParameterInfoParameterDescriptor
{
    private EnumDefault(ParameterDescriptor described, ParameterInfo declared, Type type)
    {
        Name = described.Name;
        ParameterType = described.ParameterType;
        BindingInfo = described.BindingInfo;
        ParameterInfo = new WithDefault(declared, Enum.ToObject(type, declared.DefaultValue!));
    }

    public ParameterInfo ParameterInfo { get; }

    /// <summary>Corrects the parameters that need it.</summary>
    public static void Correct(ApiDescription description)
    {
        foreach (var parameter in description.ParameterDescriptions)
        {
            if (parameter.ParameterDescriptor is IParameterInfoParameterDescriptor { ParameterInfo: { HasDefaultValue: true, DefaultValue: not (null or Enum) } declared }
                && Nullable.GetUnderlyingType(declared.ParameterType) is { IsEnum: true } type)
            {
                parameter.ParameterDescriptor = new EnumDefault(parameter.ParameterDescriptor, declared, type);
            }
        }
    }

    private sealed class WithDefault : ParameterInfo
    {
        private readonly ParameterInfo _declared;
        private readonly object _value;

        public WithDefault(ParameterInfo declared, object value)
        {
            _declared = declared;
            _value = value;
            AttrsImpl = declared.Attributes;
            ClassImpl = declared.ParameterType;
            MemberImpl = declared.Member;
            NameImpl = declared.Name;
            PositionImpl = declared.Position;
        }

        public override bool HasDefaultValue => true;

        public override object DefaultValue => _value;

        public override object RawDefaultValue => _value;

        public override object[] GetCustomAttributes(bool inherit) => _declared.GetCustomAttributes(inherit);

        public override object[] GetCustomAttributes(Type attributeType, bool inherit) => _declared.GetCustomAttributes(attributeType, inherit);

        public override IList<CustomAttributeData> GetCustomAttributesData() => _declared.GetCustomAttributesData();

        public override bool IsDefined(Type attributeType, bool inherit) => _declared.IsDefined(attributeType, inherit);
    }
}
