
namespace FileRoutedApi.Settings;

/// <summary>Settings of the section <c>FileRoutes</c> that another assembly reads, such as the host.</summary>
/// <param name="Options">The object that the section is bound to. Its properties are known keys.</param>
/// <param name="FindMistakes">Returns an error for each value that is not valid, after binding.</param>
internal sealed record AdditionalSettings(object Options, Func<IEnumerable<RouteDiagnostic>> FindMistakes);
