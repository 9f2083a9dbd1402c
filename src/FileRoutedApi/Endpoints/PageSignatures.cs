using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Modules;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>Finds functions of pages and layouts whose return type or parameters cannot work.</summary>
internal static class PageSignatures
{
    /// <summary>Returns the mistake and its fix, or null.</summary>
    public static string? FindMistake(FunctionSignature signature, RouteExport export)
    {
        var result = ResultOf(signature.Function.ReturnType);
        return export.Name switch
        {
            RouteExport.Page when !result.IsAssignableTo(typeof(IResult)) => SignatureTexts.PageWithoutHtml(result.Name),
            RouteExport.Layout when result != typeof(Html) => SignatureTexts.LayoutWithoutHtml(result.Name),
            RouteExport.Layout when !signature.Parameters.Any(parameter => parameter.Type == typeof(Html)) => SignatureTexts.LayoutWithoutChildren(),
            RouteExport.Metadata when result != typeof(PageMetadata) => SignatureTexts.MetadataOfOtherType(result.Name),
            _ => null,
        };
    }

    /// <summary>Returns the type of the value that a function returns, possibly in a task.</summary>
    public static Type ResultOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : type;
}
