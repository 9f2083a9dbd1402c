using System.ComponentModel.DataAnnotations;
using FluentValidation;
using FluentValidation.Results;
using Named = System.Text.Json.Serialization.JsonPropertyNameAttribute;

void Handler(ApiRequest<Sent> req, ApiResponse res)
{
    switch ((string?)req.Query["kind"])
    {
        case "fluent":
            throw new FluentValidation.ValidationException([new ValidationFailure("Lines[1].UnitPrice", "It is low."), new ValidationFailure("Mail", "It is taken.")]);
        case "fluent-text":
            throw new FluentValidation.ValidationException("Nothing fits.");
        case "validate-and-throw":
            new SentRules(1).ValidateAndThrow(req.Body);
            break;
        case "annotations":
            throw new System.ComponentModel.DataAnnotations.ValidationException(new System.ComponentModel.DataAnnotations.ValidationResult("It is taken.", ["Mail", "Lines"]), null, null);
        case "validate-object":
            Validator.ValidateValue(5, new ValidationContext(req.Body) { MemberName = "Mail" }, [new RangeAttribute(1, 3) { ErrorMessage = "It is high." }]);
            break;
        case "aggregate":
            Task.FromException(new FluentValidation.ValidationException([new ValidationFailure("Mail", "It is taken.")])).Wait();
            break;
        case "api":
            throw new ApiException(422, new Dictionary<string, string[]> { ["e-mail"] = ["has already been taken"] });
        case "api-text":
            throw new ApiException(409, "Taken") { Detail = "By another.", Errors = new Dictionary<string, string[]> { ["e-mail"] = ["has already been taken"] } };
    }

    res.End("reached");
}

record Sent([property: Named("e-mail")] string? Mail, List<Part>? Lines);
record Part(decimal UnitPrice);

class SentRules : AbstractValidator<Sent>
{
    public SentRules(int least) => RuleFor(sent => sent.Mail).MinimumLength(least + 1).WithMessage("It is short.");
}
