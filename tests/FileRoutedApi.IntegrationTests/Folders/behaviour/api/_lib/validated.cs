using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;

public record AnnotatedOrder(
    [Required, StringLength(3)] string? Name,
    [property: Range(1, 5)] int Count,
    AnnotatedAddress? Home,
    [MaxLength(2)] List<AnnotatedLine>? Lines,
    Dictionary<string, AnnotatedLine>? Named,
    [property: JsonPropertyName("e-mail")] [EmailAddress] string? Mail,
    AnnotatedShape? Shape,
    AnnotatedTime? Time,
    AnnotatedOrder? Again);

public record AnnotatedAddress([MinLength(5)] string ZipCode, [Display(Name = "House number")] [Range(1, 999)] int Number = 1);

public class AnnotatedLine
{
    [Required]
    public string? Sku { get; set; }

    [JsonIgnore, Required]
    public string? Unsent { get; set; }
}

[JsonPolymorphic]
[JsonDerivedType(typeof(AnnotatedSquare), "square")]
public class AnnotatedShape;

public class AnnotatedSquare : AnnotatedShape
{
    [Range(1, 9)]
    public int Size { get; set; }
}

public record struct AnnotatedTime(int From, int To) : IValidatableObject
{
    public readonly IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (To < From)
        {
            yield return new("It ends before it begins.", [nameof(From), nameof(To)]);
            yield return new("It has no length.");
        }
    }
}

[AttributeUsage(AttributeTargets.Class)]
public sealed class EvenSumAttribute : ValidationAttribute
{
    // Asks a service, as a rule may.
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        validationContext.GetService(typeof(IConfiguration)) is null ? new("There are no services.")
        : value is AnnotatedPair { First: var first, Second: var second } && (first + second) % 2 != 0 ? new("The sum is odd.") : ValidationResult.Success;
}

[EvenSum]
public class AnnotatedPair
{
    public int First { get; set; }

    public int Second { get; set; }
}

public class AnnotatedSum : AnnotatedPair;

public class AnnotatedSame
{
    public int First { get; set; }

    [Compare(nameof(First))]
    public int Second { get; set; }
}

public record ValidLine(string Sku);

public record BigLine(string Sku, int Size) : ValidLine(Sku);

public class ValidLineValidator : AbstractValidator<ValidLine>
{
    public ValidLineValidator() => RuleFor(line => line.Sku).NotEmpty();
}

public class BigLineValidator : AbstractValidator<BigLine>
{
    public BigLineValidator() => RuleFor(line => line.Size).GreaterThan(0);
}

/// <summary>A dictionary that is not an IDictionary.</summary>
public sealed class LinesByName : IReadOnlyDictionary<string, ValidLine>
{
    private readonly Dictionary<string, ValidLine> _lines = new() { ["first"] = new("a"), ["second"] = new("") };

    public ValidLine this[string key] => _lines[key];

    public IEnumerable<string> Keys => _lines.Keys;

    public IEnumerable<ValidLine> Values => _lines.Values;

    public int Count => _lines.Count;

    public static bool TryParse(string? text, out LinesByName? lines)
    {
        lines = new();
        return true;
    }

    public bool ContainsKey(string key) => _lines.ContainsKey(key);

    public IEnumerator<KeyValuePair<string, ValidLine>> GetEnumerator() => _lines.GetEnumerator();

    public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out ValidLine value) => _lines.TryGetValue(key, out value);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
