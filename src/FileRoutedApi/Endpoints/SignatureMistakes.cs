using System.Text.RegularExpressions;
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

/// <summary>What cannot work about a function although it compiles, found when it is bound rather than when it is called.</summary>
internal static partial class SignatureMistakes
{
    /// <summary>What is wrong and what to do, or null.</summary>
    public static string? Find(FunctionSignature signature, RouteExport export, RouteModule module) =>
        FindAttribute(signature, export)
        ?? signature.Parameters.Select(parameter => Find(parameter, module.File)).FirstOrDefault(mistake => mistake is not null)
        ?? FindMemberForm(signature)
        ?? FindTypedRequest(signature, module);

    /// <summary>A body is read once, so nothing else may read it beside a typed request.</summary>
    /// <param name="accepts">What ASP.NET Core found to read the body.</param>
    public static string? FindSecondBody(FunctionSignature signature, IEnumerable<IAcceptsMetadata> accepts) =>
        signature.TypedRequest is { } typed && accepts.Count() > 1
            ? $"'{DirectName(typed)}' reads the body, and another parameter does too. Keep one of them."
            : null;

    /// <summary>ASP.NET Core's own text where it is clear; where it shows a table of guesses, the parameter that is at fault.</summary>
    public static string Explain(Exception exception, string export)
    {
        var inferred = InferredBody().Matches(exception.Message).Select(match => $"'{match.Groups["name"].Value}'").ToList();
        return inferred.Count switch
        {
            0 => exception.Message.ReplaceLineEndings(" "),
            1 when exception.Message.Contains("does not allow inferred body", StringComparison.Ordinal) =>
                $"{inferred[0]} is neither in the route nor a service, its type cannot be read from a string, and '{export}' takes no body. Register its type in '_startup.cs', or say with an attribute where it comes from, such as [FromBody].",
            _ => $"{string.Join(" and ", inferred)} would each be the body, and there is one. Say with an attribute where the others come from, or register their types as services in '_startup.cs'.",
        };
    }

    private static string? FindAttribute(FunctionSignature signature, RouteExport export)
    {
        foreach (var attribute in signature.Function.GetCustomAttributes(inherit: true))
        {
            var name = attribute.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal);
            if (attribute is HttpMethodsAttribute methods && methods.FindMistake(export.Name) is { } mistake)
            {
                return $"{mistake}. Mend or remove it.";
            }

            if (attribute is IRouteTemplateProvider or IActionHttpMethodProvider)
            {
                return $"[{name}] does nothing here: the file's name is the route, and the function's name the method. Remove it.";
            }

            if (attribute is ProducesAttribute or IFilterMetadata and not (IApiResponseMetadataProvider or IApiRequestMetadataProvider or IRequestSizeLimitMetadata or IFormOptionsMetadata))
            {
                return $"[{name}] is a filter of MVC controllers and does nothing here. Remove it, or use what minimal APIs have for it, such as [ProducesResponseType].";
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
                ? $"the route has no catch-all '{name}' for '{parameter.Name}'. Name the parameter as the brackets of the file do."
                : parameter.Type.IsArray ? null : $"'{parameter.Name}' takes the segments of a catch-all, so it has to be an array, such as 'string[] {parameter.Name}'.";
        }

        if ((parameter.Type == typeof(Exception) || parameter.Type == typeof(ApiException)) && !file.Role.HandlesErrors && !parameter.HasSource)
        {
            return $"'{parameter.Name}' is an {parameter.Type.Name}, and only the function in '_error.cs' gets one. Remove it.";
        }

        // ASP.NET Core would take such an array from the query or the body: the client's word for the route's.
        var segment = file.Segments.FirstOrDefault(segment =>
            segment.Kind != RouteSegmentKind.Static && segment.Text.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
        return segment == default || parameter.HasSource || parameter.Type == typeof(string) || !parameter.Type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? null
            : segment.IsCatchAll ? $"'{parameter.Name}' is not bound from the route. Write [FromCatchAll] before it and make it an array, or take 'string {parameter.Name}' with the slashes in it."
            : $"'{segment}' is one segment, and '{parameter.Name}' an array. Take 'string {parameter.Name}'.";
    }

    /// <summary>ASP.NET Core passes over a form as a type inside a type with [AsParameters].</summary>
    private static string? FindMemberForm(FunctionSignature signature) => signature.Members
        .Where(member => member.Attributes.Any(attribute => attribute is IFromFormMetadata) && !ParameterText.IsSimple(member.Type)
            && member.Type != typeof(IFormFile) && member.Type != typeof(IFormFileCollection) && member.Type != typeof(IFormCollection))
        .Select(member => $"'{member.Name}' takes a form as a type, and is a member of a type with [AsParameters]. "
            + "Make it a parameter of the function.")
        .FirstOrDefault();

    private static string? FindTypedRequest(FunctionSignature signature, RouteModule module)
    {
        if (signature.TypedRequest is not { } typed)
        {
            return null;
        }

        if (!module.Config.Api.BodyParser.Enabled)
        {
            return $"'{DirectName(typed)}' needs the body parser, which the file has off. Take an 'ApiRequest', or turn it on.";
        }

        return signature.ReadsStream || signature.Parameters.Any(parameter => parameter.Type.IsAssignableTo(typeof(ApiRequest)) && parameter.Type != typeof(ApiRequest) && parameter.Type != typed)
            ? $"'{DirectName(typed)}' reads the body, and another parameter does too. Keep one of them."
            : null;
    }

    private static string DirectName(Type typed) => $"ApiRequest<{typed.GetGenericArguments()[0].Name}>";

    [GeneratedRegex(@"^(?<name>\S+)\s*\|\s*(Body \(Inferred\)|UNKNOWN)", RegexOptions.Multiline)]
    private static partial Regex InferredBody();
}
