namespace FileRoutedApi.Diagnostics;

/// <summary>The functions of a start-up file, as FRA2019 and FRA2020 show them.</summary>
internal static class StartupTexts
{
    public const string Services = "void Services(IServiceCollection services, IConfiguration configuration)";
    public const string App = "void App(WebApplication app)";
    public const string Start = "Task Start(IServiceProvider services, CancellationToken stop)";
}
