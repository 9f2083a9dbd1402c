using FileRoutedApi.IntegrationTests.Development;
using FileRoutedApi.IntegrationTests.Documentation;
using FileRoutedApi.IntegrationTests.Installed;
using FileRoutedApi.IntegrationTests.Jobs;
using FileRoutedApi.IntegrationTests.Operations;
using FileRoutedApi.IntegrationTests.Redis;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(FileRoutedApi.IntegrationTests.LongestFirst))]

namespace FileRoutedApi.IntegrationTests;

/// <summary>Starts the longest classes first: a class runs on one thread, so a long one must not start last.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] _longest =
    [
        typeof(InstalledTests), typeof(JobStoreTests), typeof(PackageTests), typeof(JobTests), typeof(JobHostTests), typeof(DevErrorTests),
        typeof(JobDevTests), typeof(JobOutageTests), typeof(GeneratorTests), typeof(DevFreshnessTests),
        typeof(SampleReadmeTests), typeof(ReadmeTests), typeof(BuildTests),
        typeof(DevEmptyFileTests), typeof(DevTests), typeof(DevEditingTests), typeof(OpenApiTests), typeof(ShutdownTests), typeof(RedisTests),
        typeof(ExampleTests),
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
