using FileRoutedApi.IntegrationTests.Development;
using FileRoutedApi.IntegrationTests.Documentation;
using FileRoutedApi.IntegrationTests.Installed;
using FileRoutedApi.IntegrationTests.Jobs;
using FileRoutedApi.IntegrationTests.Logging;
using FileRoutedApi.IntegrationTests.Redis;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(FileRoutedApi.IntegrationTests.LongestFirst))]

namespace FileRoutedApi.IntegrationTests;

/// <summary>Starts the longest classes first: the tests of a class run one after the other, so a long one must not start last.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] _longest =
    [
        typeof(JobOutageTests), typeof(InstalledTests), typeof(PackageTests), typeof(JobHostTests), typeof(SampleReadmeTests),
        typeof(RequestLogTests), typeof(GeneratorTests), typeof(DevEditingTests), typeof(BuildTests), typeof(JobServingTests),
        typeof(DevErrorTests), typeof(RedisTests), typeof(JobStartTests), typeof(ClientCommandTests), typeof(JobStoreTests),
        typeof(SharedCacheTests), typeof(ReadmeTests), typeof(DocumentationTests), typeof(ExampleTests), typeof(JobCommandTests),
        typeof(RequestTraceTests), typeof(DevFreshnessTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [
            .. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName))
                .ThenBy(collection => collection.UniqueID, StringComparer.Ordinal)
        ];

    /// <summary>The collection of a class is named after it.</summary>
    private static int Place(string name) =>
        Array.FindIndex(_longest, type => name.Contains(type.FullName!, StringComparison.Ordinal)) is >= 0 and var place
            ? place
            : _longest.Length;
}
