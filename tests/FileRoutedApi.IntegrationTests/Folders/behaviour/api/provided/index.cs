using System.Reflection;
using Microsoft.AspNetCore.Mvc;

string GET(HttpContext context, ILogger log) => Describe(context, log);

string POST(HttpContext context, ILogger? log = null) => Describe(context, log);

string PUT(HttpContext context, [FromServices] ILogger first, ILogger second) => Describe(context, first) + Describe(context, second);

string PATCH([AsParameters] Both both) => Describe(both.Context, both.Log);

string DELETE(Asking asking, ILogger log) => log is null ? "none" : "logger";

// What the function gets is not in the container that it sees.
string Describe(HttpContext context, ILogger? log) =>
    $"{(log is null ? "none" : "logger")} {context.RequestServices.GetService<ILogger>() is null} {context.RequestServices.GetService<Exception>() is null};";

record Both(HttpContext Context, ILogger Log);

class Asking
{
    public static ValueTask<Asking?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        context.RequestServices.GetService<ILogger>();
        context.RequestServices.GetService<ILogger>();
        return new(new Asking());
    }
}
