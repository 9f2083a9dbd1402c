namespace FileRoutedApi.Testing;

/// <summary>What a test changes of an application before it starts.</summary>
public sealed class RouteAppOptions
{
    /// <summary>
    /// Gets or sets the environment; <c>Test</c> unless set. The settings files are <c>appsettings.json</c> and
    /// <c>appsettings.Test.json</c>. As in every environment except Development, problem details have no exceptions.
    /// </summary>
    public string Environment { get; set; } = "Test";

    /// <summary>
    /// Gets the settings, such as <c>ConnectionStrings:Todos</c>. They take precedence over those of files and of environment variables.
    /// </summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the replacements of services. They take precedence over the start-up file.</summary>
    public ReplacedServices Services { get; } = new();

    /// <summary>Gets or sets the clock of the application; the clock of the machine unless set.</summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the application listens on a free port of 127.0.0.1. By default requests stay in the process.
    /// </summary>
    public bool UseKestrel { get; set; }

    /// <summary>
    /// Gets or sets a function that writes each log entry, such as <c>ITestOutputHelper.WriteLine</c> of xunit or
    /// <c>TestContext.WriteLine</c> of NUnit and MSTest. The application itself writes nothing to the console.
    /// </summary>
    public Action<string>? WriteLog { get; set; }
}
