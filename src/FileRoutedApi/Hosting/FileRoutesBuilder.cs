using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi;

/// <summary>What <c>AddFileRoutes</c> returns, for further parts such as <c>AddCompilation</c> to hang on.</summary>
public interface IFileRoutesBuilder
{
    /// <summary>The services of the application.</summary>
    IServiceCollection Services { get; }
}

internal sealed record FileRoutesBuilder(IServiceCollection Services) : IFileRoutesBuilder;
