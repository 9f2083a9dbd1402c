using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

/// <summary>Finds an <see cref="Item"/> by its <paramref name="id"/>.</summary>
/// <remarks>
///   <para>It is looked for once.</para>
/// </remarks>
/// <param name="id">Which one.</param>
/// <param name="fields">What of it.</param>
/// <returns>The item.</returns>
/// <response code="404">It is gone.</response>
async Task<Results<Ok<Item>, NotFound>> GET(Guid id, string? fields = null)
{
    await Task.Yield();
    return TypedResults.NotFound();
}

/// <summary>Keeps an item.</summary>
/// <param name="id">Which one.</param>
/// <param name="item">What it is now.</param>
Item PUT(Guid id, Item item) => item;

[Obsolete, Tags("old"), EndpointName("removeItem"), EndpointSummary("Removes it."), EndpointDescription("For good.")]
void DELETE(Guid id) => throw new ApiException(409, "In use");

/// <summary>Something with a price.</summary>
record Item
{
    /// <summary>What it is called.</summary>
    public string Name { get; init; } = "";

    public decimal Price { get; init; }

    public int Count { get; init; }

    public string? Mail { get; init; }

    public Size Size { get; init; }

    public List<string> Tags { get; init; } = [];

    public Item? Parent { get; init; }

    public string? Conditional { get; init; }
}

enum Size
{
    Small,
    Large,
}

class ItemValidator : AbstractValidator<Item>
{
    public ItemValidator()
    {
        RuleFor(item => item.Name).NotEmpty().Length(2, 20).Matches("^[A-Z]");
        RuleFor(item => item.Price).GreaterThan(0).LessThanOrEqualTo(1000);
        RuleFor(item => item.Count).InclusiveBetween(1, 10);
        RuleFor(item => item.Mail).NotNull().EmailAddress();
        RuleFor(item => item.Size).IsInEnum();
        RuleFor(item => item.Tags).NotEmpty();
        RuleFor(item => item.Conditional).NotEmpty().MaximumLength(3).When(item => item.Count > 5);
        RuleForEach(item => item.Tags).MinimumLength(2);
        RuleSet("other", () => RuleFor(item => item.Name).MaximumLength(1));
    }
}
