using Microsoft.AspNetCore.Mvc;

[SeesArguments]
string POST([FromForm] Address address) => $"{address.City}";

class SeesArgumentsAttribute : Attribute, IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        $"{context.GetArgument<Address>(0)?.City} then {await next(context)}";
}
