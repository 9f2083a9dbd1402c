using System.Diagnostics;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Tests.Development;

public sealed class CSharpNameTests
{
    public static TheoryData<Type, string> Types => new()
    {
        { typeof(int), "int" },
        { typeof(string[]), "string[]" },
        { typeof(int[,]), "int[,]" },
        { typeof(int?), "int?" },
        { typeof(List<int>), "List<int>" },
        { typeof(Dictionary<string, List<DateTime?>>), "Dictionary<string, List<DateTime?>>" },
        { typeof(Dictionary<string, int>.KeyCollection), "Dictionary<string, int>.KeyCollection" },
        { typeof((int, string)), "(int, string)" },
        { typeof(List<>), "List<T>" },
        { typeof(Nested<int>), "CSharpNameTests.Nested<int>" },
        { typeof(void), "void" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_is_written_as_in_CSharp(Type type, string expected) => Assert.Equal(expected, CSharpName.Of(type));

    [Fact]
    public void A_full_name_has_the_namespace() => Assert.Equal("System.Collections.Generic.List<int>", CSharpName.Of(typeof(List<int>), isFull: true));

    [Fact]
    public async Task Methods_have_their_parameters_also_if_they_are_asynchronous()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => OuterAsync([1]));

        var names = new StackTrace(exception).GetFrames().Select(CSharpName.Of);

        const string type = "FileRoutedApi.Tests.Development.CSharpNameTests";
        Assert.Equal(
            [$"{type}.Local<T>()", $"{type}.InnerAsync.lambda(int number)", $"{type}.InnerAsync<T>(List<int> list, T text)"],
            names.Where(name => name!.StartsWith(type, StringComparison.Ordinal)).Take(3));
    }

    [Fact]
    public async Task A_local_function_that_uses_variables_has_its_name()
    {
        var captured = 1;
        async Task LocalAsync()
        {
            await Task.Yield();
            throw new InvalidOperationException($"{captured}");
        }

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(LocalAsync);

        Assert.StartsWith(
            "FileRoutedApi.Tests.Development.CSharpNameTests.LocalAsync(", CSharpName.Of(new StackTrace(exception).GetFrame(0)!), StringComparison.Ordinal);
    }

    private static Task OuterAsync(List<int> list) => InnerAsync(list, "text");

    private static async Task InnerAsync<T>(List<int> list, T text)
    {
        await Task.Yield();
        foreach (var _ in list.Select(number => Local()))
        {
        }

        static int Local() => throw new InvalidOperationException();
    }

    private sealed class Nested<T>;
}
