using FluentValidation;

namespace FileRoutedApi.IntegrationTests;

/// <summary>A validator that the tests declare beside the shared code of a folder: it is none of the folder's.</summary>
internal sealed class SharedValidator : AbstractValidator<string>
{
    public SharedValidator(HttpClient never) => _ = never;
}
