using System.Globalization;

/// <summary>The authenticated user of a request, or null if the request has no token.</summary>
/// <param name="Id">The id in the database.</param>
record Caller(int Id)
{
    /// <summary>Binds the user as a parameter of a function.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) =>
        new(context.User.FindFirst(Tokens.Id) is { } id ? new Caller(int.Parse(id.Value, CultureInfo.InvariantCulture)) : null);
}
