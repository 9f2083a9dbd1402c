using System.Security.Claims;

string GET(Site site, [FromKeyedServices("other")] Site keyed, ClaimsPrincipal user, CancellationToken stop, HttpContext context, ApiRequest req, ApiResponse res) =>
    $"{site.Name} {keyed.Name} {user.Identity?.IsAuthenticated} {stop == context.RequestAborted} {req.Method} {res.StatusCode}";
