using FluentValidation;

namespace FileRoutedApi.IntegrationTests;

/// <summary>A validator that belongs to the tests and not to the folder whose shared code they reference.</summary>
internal sealed class SharedValidator : AbstractValidator<string>
{
    public SharedValidator(HttpClient never) => _ = never;
}
