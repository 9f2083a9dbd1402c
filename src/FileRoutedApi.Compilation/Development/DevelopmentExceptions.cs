using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// Shows the error page for the exceptions of route files in the place of the developer exception page, which every application has in
/// Development unless it handles exceptions itself.
/// </summary>
internal sealed class DevelopmentExceptions(IEnumerable<IExceptionHandler> handlers) : IDeveloperPageExceptionFilter
{
    public async Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next)
    {
        // What the middleware of UseExceptionHandler tells the handlers.
        var context = errorContext.HttpContext;
        var feature = new ExceptionHandlerFeature
        {
            Error = errorContext.Exception,
            Path = context.Request.Path,
            Endpoint = context.GetEndpoint(),
            RouteValues = context.Request.RouteValues,
        };
        context.Features.Set<IExceptionHandlerFeature>(feature);
        context.Features.Set<IExceptionHandlerPathFeature>(feature);
        foreach (var handler in handlers)
        {
            if (await handler.TryHandleAsync(context, errorContext.Exception, context.RequestAborted))
            {
                return;
            }
        }

        await next(errorContext);
    }
}
