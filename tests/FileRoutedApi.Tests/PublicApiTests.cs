using System.Reflection;
using PublicApiGenerator;

namespace FileRoutedApi.Tests;

/// <summary>The public API does not change by accident.</summary>
public class PublicApiTests
{
    [Theory]
    [InlineData(typeof(ApiRequest))]
    [InlineData(typeof(CompilationExtensions))]
    [InlineData(typeof(JobsExtensions))]
    [InlineData(typeof(RedisExtensions))]
    [InlineData(typeof(Testing.RouteApp))]
    public void The_public_surface_is_the_approved_one(Type type)
    {
        var approved = Path.Combine(Repository.Root, "tests/FileRoutedApi.Tests", $"PublicApi.{type.Assembly.GetName().Name}.txt");
        var actual = type.Assembly.GeneratePublicApi(new ApiGeneratorOptions
        {
            ExcludeAttributes = [
                typeof(AssemblyMetadataAttribute).FullName!,
                "System.Runtime.Versioning.TargetFrameworkAttribute",
                "System.Runtime.CompilerServices.InternalsVisibleToAttribute"
            ],
        });

        // To approve a change, review it and replace the approved file with this one.
        var received = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(approved));
        File.WriteAllText(received, actual + "\n");

        Assert.True(File.Exists(approved), $"There is no {approved}; the actual surface is in {received}.");
        Assert.Equal(File.ReadAllText(approved), actual + "\n");
    }
}
