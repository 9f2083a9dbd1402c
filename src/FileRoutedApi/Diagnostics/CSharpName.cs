using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FileRoutedApi.Diagnostics;

/// <summary>Writes types and methods as C# does: <c>List&lt;int&gt;</c> and not <c>List`1</c>.</summary>
internal static partial class CSharpName
{
    private static readonly Dictionary<Type, string> _keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(object)] = "object",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(string)] = "string",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(ushort)] = "ushort",
        [typeof(void)] = "void",
    };

    /// <summary>Returns the name of a type, without the namespaces that are generated for route files.</summary>
    /// <param name="isFull">True to write its namespace. Type arguments have none.</param>
    public static string Of(Type type, bool isFull = false)
    {
        if (_keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.HasElementType)
        {
            var element = Of(type.GetElementType()!);
            return type.IsArray ? $"{element}[{new string(',', type.GetArrayRank() - 1)}]" : type.IsByRef ? element : $"{element}*";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"{Of(value)}?";
        }

        var arguments = type.GetGenericArguments();
        return type is { IsGenericType: true, Namespace: "System" } && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal)
            ? $"({string.Join(", ", arguments.Select(argument => Of(argument)))})"
            : NameOf(type, arguments, isFull);
    }

    /// <summary>Returns the method of a stack frame with its parameters, and with its type unless that is a route file.</summary>
    /// <returns>Null if the frame has no method.</returns>
    public static string? Of(StackFrame frame)
    {
        if (frame.GetMethod() is not { } method)
        {
            return null;
        }

        method = OriginalOf(method);
        if (method.DeclaringType is { DeclaringType: { } outer } machine && StateMachine().Match(machine.Name) is { Success: true } original)
        {
            // A local function that uses variables around it. The compiler does not say which one its state machine belongs to.
            return Translate($"{Of(outer, isFull: true)}.{original.Groups[1].Value}(…)");
        }

        var type = method.DeclaringType is { } declaring ? $"{Of(declaring, isFull: true)}." : "";
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => Of(argument)))}>" : "";
        var parameters = string.Join(", ", method.GetParameters().Select(Describe));

        return Translate($"{type}{method.Name}{generic}({parameters})");
    }

    // First those of route files, whose functions are local functions of a generated method.
    private static string Translate(string text) =>
        Lambda().Replace(LocalFunction().Replace(CompiledNames.ShortenMethod(text), "$1"), "$1.lambda");

    private static string Describe(ParameterInfo parameter)
    {
        var kind = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        return $"{kind}{Of(parameter.ParameterType)} {parameter.Name}".TrimEnd();
    }

    private static string NameOf(Type type, Type[] arguments, bool isFull)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        // The arguments of the outer type come first.
        var outer = type.DeclaringType is { } declaring ? NameOf(declaring, arguments, isFull) + "."
            : isFull && type.Namespace is { Length: > 0 } space ? space + "."
            : "";
        var outerCount = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var own = arguments.Take(type.GetGenericArguments().Length).Skip(outerCount).ToList();
        var name = type.Name.IndexOf('`', StringComparison.Ordinal) is > 0 and var tick ? type.Name[..tick] : type.Name;

        return CompiledNames.Shorten(outer + name) + (own.Count == 0 ? "" : $"<{string.Join(", ", own.Select(argument => Of(argument)))}>");
    }

    /// <summary>Returns the method that was compiled to a state machine, instead of the method <c>MoveNext</c> of the machine.</summary>
    private static MethodBase OriginalOf(MethodBase method)
    {
        if (method.DeclaringType is not { DeclaringType: { } outer } machine || !machine.IsDefined(typeof(CompilerGeneratedAttribute), false))
        {
            return method;
        }

        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic
            | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var definition = machine.IsGenericType ? machine.GetGenericTypeDefinition() : machine;
        return outer.GetMethods(all).FirstOrDefault(original =>
            original.GetCustomAttributes<StateMachineAttribute>(false).Any(attribute => attribute.StateMachineType == definition)) ?? method;
    }

    [GeneratedRegex(@"(?:<>c\w*(?:<[^.()]*>)?\.)?<\w+>g__(\w+)\|\w+")]
    private static partial Regex LocalFunction();

    // The type with the method MoveNext.
    [GeneratedRegex(@"^<(.+)>d(?:__\d+)?(?:`\d+)?$")]
    private static partial Regex StateMachine();

    [GeneratedRegex(@"(?:<>c\w*(?:<[^.()]*>)?\.)?<(\w+)>b__\w+")]
    private static partial Regex Lambda();
}
