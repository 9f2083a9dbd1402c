using System.ComponentModel.DataAnnotations;
using FluentValidation;
object POST(Both both) => "reached";

record Both([Required] string? Name, int Size);

class BothValidator : AbstractValidator<Both>
{
    public BothValidator()
    {
        RuleFor(both => both.Name).Must(name => name!.Length > 2).WithMessage("It is short.");
        RuleFor(both => both.Size).GreaterThan(0);
    }
}
