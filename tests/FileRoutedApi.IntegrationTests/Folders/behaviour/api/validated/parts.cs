using System.ComponentModel.DataAnnotations;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;

object GET([AsParameters] Paging paging) => "reached";
object POST([AsParameters] Posted posted) => "reached";
object PUT([AsParameters] Typed typed) => "reached";

record Paging([Range(1, 100)] int Limit = 20, [FromQuery(Name = "from")] int? Offset = null, [FromHeader(Name = "X-Sort"), MaxLength(4)] string? Sort = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext context) =>
        Offset < 0 ? [new("It is negative.", [nameof(Offset)])] : [];
}

class PagingValidator : AbstractValidator<Paging>
{
    public PagingValidator() => RuleFor(paging => paging.Offset).LessThan(1000);
}

record Posted(int Page, [property: FromBody] AnnotatedOrder Order);

record Typed([property: Range(1, 9)] int Page, ApiRequest<List<ValidLine>> Request);
