using FileRoutedApi.Host.Commands;

return await CommandLine.RunAsync(args);

/// <summary>The entry point; public so that <c>WebApplicationFactory&lt;Program&gt;</c> can start the application in a test.</summary>
public partial class Program;
