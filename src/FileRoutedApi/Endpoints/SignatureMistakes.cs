using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Finds mistakes in function signatures that the compiler accepts. They are reported when the function is bound, not when it is called.
/// </summary>
internal static partial class SignatureMistakes
{
    /// <summary>Returns the mistake and its fix, or null.</summary>
    public static string? Find(FunctionSignature signature, RouteExport export, RouteModule module) =>
        FindAttribute(signature, export)
        ?? signature.Parameters.Select(parameter => Find(parameter, module.File)).FirstOrDefault(mistake => mistake is not null)
        ?? FindMemberForm(signature)
        ?? FindTypedRequest(signature, module);

    /// <summary>Returns a mistake if another parameter reads the body beside a typed request. A body can be read only once.</summary>
    /// <param name="accepts">The bodies that ASP.NET Core inferred from the parameters.</param>
    public static string? FindSecondBody(FunctionSignature signature, IEnumerable<IAcceptsMetadata> accepts) =>
        signature.TypedRequest is { } typed && accepts.Count() > 1 ? SignatureTexts.SecondBody(DirectName(typed)) : null;

    /// <summary>
    /// Returns the message of ASP.NET Core. If that is a table of all parameters and their sources, returns a message that names the wrong
    /// ones.
    /// </summary>
    /// <remarks>
    /// The sources are available only in the message, because ASP.NET Core adds <see cref="IParameterBindingMetadata"/> after all
    /// parameters are bound.
    /// </remarks>
    public static string Explain(Exception exception, string export, FunctionSignature signature)
    {
        var inferred = InferredBody().Matches(exception.Message).Select(match => match.Groups["name"].Value).ToList();
        return inferred switch
        {
            [] => exception.Message.ReplaceLineEndings(" "),
            [var single] when exception.Message.Contains("does not allow inferred body", StringComparison.Ordinal) =>
                SignatureTexts.UnknownSource(single, TypeOf(single), export),
            _ => SignatureTexts.SeveralBodies(inferred),
        };

        string TypeOf(string name) => signature.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } parameter
            ? CSharpName.Of(parameter.Type)
            : name;
    }

    private static string? FindAttribute(FunctionSignature signature, RouteExport export)
    {
        foreach (var attribute in signature.Function.GetCustomAttributes(inherit: true))
        {
            var name = attribute.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal);
            if (attribute is HttpMethodsAttribute methods && methods.FindMistake(export.Name) is { } mistake)
            {
                return mistake;
            }

            if (attribute is IRouteTemplateProvider or IActionHttpMethodProvider)
            {
                return SignatureTexts.RouteAttribute(name);
            }

            if (attribute is ProducesAttribute
                or IFilterMetadata and not (
                    IApiResponseMetadataProvider or IApiRequestMetadataProvider or IRequestSizeLimitMetadata or IFormOptionsMetadata))
            {
                return SignatureTexts.MvcFilter(name);
            }
        }

        return null;
    }

    private static string? Find(FunctionSignature.Parameter parameter, RouteFile file)
    {
        var catchAlls = file.Segments.Where(segment => segment.IsCatchAll).Select(segment => segment.Text);
        if (parameter.CatchAll is { } name)
        {
            return !catchAlls.Contains(name, StringComparer.OrdinalIgnoreCase)
                ? SignatureTexts.UnknownCatchAll(name, parameter.Name)
                : parameter.Type.IsArray ? null : SignatureTexts.CatchAllNotArray(parameter.Name);
        }

        var isError = parameter.Type == typeof(Exception) || parameter.Type == typeof(ApiException);
        if (isError && !file.Role.HandlesErrors && !parameter.HasSource)
        {
            return SignatureTexts.ExceptionOutsideErrorFile(parameter.Name, parameter.Type.Name);
        }

        // ASP.NET Core would bind such an array from the query or the body, where a client can send values that are not in the path.
        var segment = file.Segments.FirstOrDefault(segment =>
            segment.Kind != RouteSegmentKind.Static && segment.Text.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
        var isCollection = parameter.Type != typeof(string) && parameter.Type.IsAssignableTo(typeof(System.Collections.IEnumerable));
        return segment is null || parameter.HasSource || !isCollection ? null
            : segment.IsCatchAll ? SignatureTexts.ArrayForCatchAll(parameter.Name)
            : SignatureTexts.ArrayForSegment(segment.ToString(), parameter.Name);
    }

    /// <summary>
    /// Returns a mistake if a member of a type with [AsParameters] takes a form as a complex type. ASP.NET Core ignores such a member.
    /// </summary>
    private static string? FindMemberForm(FunctionSignature signature) => signature.Members
        .Where(member => member.Attributes.Any(attribute => attribute is IFromFormMetadata) && !ParameterText.IsSimple(member.Type)
            && member.Type != typeof(IFormFile) && member.Type != typeof(IFormFileCollection) && member.Type != typeof(IFormCollection))
        .Select(member => SignatureTexts.FormMember(member.Name))
        .FirstOrDefault();

    private static string? FindTypedRequest(FunctionSignature signature, RouteModule module)
    {
        if (signature.TypedRequest is not { } typed)
        {
            return null;
        }

        if (!module.Config.Api.BodyParser.Enabled)
        {
            return SignatureTexts.BodyParserOff(DirectName(typed));
        }

        return signature.ReadsStream || signature.Parameters.Any(IsOtherRequest)
            ? SignatureTexts.SecondBody(DirectName(typed))
            : null;

        bool IsOtherRequest(FunctionSignature.Parameter parameter) =>
            parameter.Type.IsAssignableTo(typeof(ApiRequest)) && parameter.Type != typeof(ApiRequest) && parameter.Type != typed;
    }

    private static string DirectName(Type typed) => $"ApiRequest<{typed.GetGenericArguments()[0].Name}>";

    [GeneratedRegex(@"^(?<name>\S+)\s*\|\s*(Body \(Inferred\)|UNKNOWN)", RegexOptions.Multiline)]
    private static partial Regex InferredBody();
}
