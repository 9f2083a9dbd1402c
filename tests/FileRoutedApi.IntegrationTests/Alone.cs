namespace FileRoutedApi.IntegrationTests;

/// <summary>The tests that run one after the other, when all others have ended: they measure the process, or change it.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;
