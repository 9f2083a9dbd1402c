using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

string GET(string? name) => new MailValidator().Validate(null, new Mail { Host = name }).Failed ? "invalid" : "valid";

internal sealed class Mail
{
    [Required]
    public string? Host { get; set; }
}

[OptionsValidator]
internal sealed partial class MailValidator : IValidateOptions<Mail>;
