using FileRoutedApi.IntegrationTests.Shared;

string GET(IClock clock) => clock.Now;
