using System.ComponentModel.DataAnnotations;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

/// <summary>Lists orders.</summary>
object GET([AsParameters] Paging paging) => Find(paging.Limit);

object POST(Order order) => order;

object PUT(ApiRequest<Dictionary<string, Order>> req) => req.Body;

object Find(int id) => id > 100 ? throw new ApiException(404, "Nothing here") : Checks.Mine(id);

static class Checks
{
    public static int Mine(int id) => id > 50 ? throw new ApiException(StatusCodes.Status403Forbidden, "Not yours") : id;
}

/// <summary>Where a list begins and ends.</summary>
/// <param name="Limit">How many, at most.</param>
record Paging(int Limit = 20, [FromQuery(Name = "from")] int? Offset = null, string? Sort = null, [FromHeader(Name = "X-Trace")] string? Trace = null);

class PagingValidator : AbstractValidator<Paging>
{
    public PagingValidator()
    {
        RuleFor(paging => paging.Limit).InclusiveBetween(1, 100);
        RuleFor(paging => paging.Offset).GreaterThanOrEqualTo(0);
        RuleFor(paging => paging.Sort).NotEmpty().MaximumLength(10);
    }
}

record Order(Customer Customer, Customer? Payer, List<Line> Lines, string[] Tags, [property: Range(1, 9)] int Priority);

record Customer(string Name, string Mail, Address? Address);

record Address(string City);

record Line([MaxLength(20)] string Sku, int Count);

class OrderValidator : AbstractValidator<Order>
{
    public OrderValidator()
    {
        RuleFor(order => order.Customer).NotNull().ChildRules(customer =>
        {
            customer.RuleFor(each => each.Name).NotEmpty().MaximumLength(50);
            customer.RuleFor(each => each.Mail).EmailAddress();
            customer.RuleFor(each => each.Address).ChildRules(address => address.RuleFor(each => each!.City).Length(2, 30));
        });
        RuleFor(order => order.Payer).ChildRules(payer => payer.RuleFor(each => each!.Mail).NotEmpty());
        RuleForEach(order => order.Lines).ChildRules(line => line.RuleFor(each => each.Count).GreaterThan(0));
        RuleForEach(order => order.Tags).NotEmpty().MaximumLength(10);
    }
}
