namespace FileRoutedApi.Endpoints;

/// <summary>Registered by <c>check</c>, which a build runs too: a built folder is checked as its files were, however long it takes.</summary>
internal sealed class FullCheck;
