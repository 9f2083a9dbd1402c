using System.Runtime.CompilerServices;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Settings;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Validation;

/// <summary>
/// Gets the rules of validators for the OpenAPI document, without a request. A validator that fails is a warning (FRA2045).
/// </summary>
internal sealed partial class ValidatorDescriptions(IServiceScopeFactory scopes, FileRoutesSettings settings, ILoggerFactory loggers)
{
    private readonly ConditionalWeakTable<RouteValidator, Task<IValidatorDescriptor?>> _descriptions = [];

    /// <summary>Gets the rules of a validator; null if it cannot be created without a request.</summary>
    public Task<IValidatorDescriptor?> OfAsync(RouteValidator validator) => _descriptions.GetValue(validator, Describe);

    /// <remarks>
    /// The document may be generated during a request. The flow of the execution context is suppressed so that IHttpContextAccessor does
    /// not return that request; the cached document would otherwise depend on the client that requested it first.
    /// </remarks>
    private Task<IValidatorDescriptor?> Describe(RouteValidator validator)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Task.Run(() => TryDescribe(validator));
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => TryDescribe(validator));
        }
    }

    private IValidatorDescriptor? TryDescribe(RouteValidator validator)
    {
        try
        {
            using var scope = scopes.CreateScope();
            return validator.Describe(scope.ServiceProvider);
        }
        catch (Exception exception)
        {
            var cause = exception.GetBaseException();
            var place = ExceptionPlace.In(cause, settings.Root);
            Log.NotDescribed(loggers.CreateLogger(nameof(FileRoutedApi)), RouteDiagnostics.ValidatorNotDescribed(
                place?.File ?? validator.File, place?.Line ?? 1, validator.Type.Name, $"{cause.GetType().Name}: {cause.Message}"));
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Diagnostic}", EventName = "ValidatorNotDescribed")]
        public static partial void NotDescribed(ILogger logger, RouteDiagnostic diagnostic);
    }
}
