using Microsoft.AspNetCore.Mvc;
using Serilog;

namespace FileRoutedApi.Host.Logging;

/// <summary>Adds the reason of a 4xx to the log entry of the request, in Development only: the text of the problem details.</summary>
internal static class ProblemLog
{
    /// <summary>The property of the log entry.</summary>
    public const string Property = "Problem";

    /// <summary>Registers it, after the customization of the application.</summary>
    public static void Add(IServiceCollection services) => services.AddOptions<ProblemDetailsOptions>().PostConfigure<IServiceProvider>(
        static (options, provider) =>
        {
            var customize = options.CustomizeProblemDetails;
            options.CustomizeProblemDetails = context =>
            {
                customize?.Invoke(context);
                if (ReasonOf(context.ProblemDetails) is { } reason)
                {
                    provider.GetRequiredService<IDiagnosticContext>().Set(Property, reason);
                }
            };
        });

    private static string? ReasonOf(ProblemDetails problem) => problem is HttpValidationProblemDetails { Errors.Count: > 0 } validation
        ? string.Join(' ', validation.Errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}".TrimStart(':', ' ')))
        : problem.Detail ?? problem.Title;
}
