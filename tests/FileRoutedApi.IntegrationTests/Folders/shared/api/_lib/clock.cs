namespace FileRoutedApi.IntegrationTests.Shared;

/// <summary>What the handlers of the folder ask for; the tests are compiled with this file too.</summary>
internal interface IClock
{
    string Now { get; }
}

internal sealed class RealClock : IClock
{
    public string Now => "real";
}
