using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Tests;

public class SpellingTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("Size", "sIZE", 0)]
    [InlineData("--josn", "--json", 1)]
    [InlineData("BodySizLimit", "BodySizeLimit", 1)]
    [InlineData("stort", "start", 1)]
    [InlineData("startt", "start", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Edits_are_insertions_removals_replacements_and_swaps(string left, string right, int edits)
    {
        Assert.Equal(edits, Spelling.EditDistance(left, right));
        Assert.Equal(edits, Spelling.EditDistance(right, left));
    }

    [Theory]
    [InlineData("dve", "dev")]
    [InlineData("strat", "start")]
    [InlineData("buidl", "build")]
    [InlineData("bogus", null)]
    [InlineData("run", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void Only_a_close_name_is_suggested(string text, string? expected) =>
        Assert.Equal(expected, Spelling.Closest(text, ["new", "dev", "build", "start", "check"]));

    [Fact]
    public void The_closest_of_several_names_is_suggested() => Assert.Equal("--port", Spelling.Closest("--prt", ["--sort", "--port", "--part"]));

    [Theory]
    [InlineData("IMailer", "IMailer")]
    [InlineData("__routes._startup_cs_1a2b.IMailer", "IMailer")]
    [InlineData("My.App.Outer+Inner", "Outer.Inner")]
    [InlineData("Microsoft.Extensions.Options.IOptions`1[__routes.x.MailOptions]", "IOptions<MailOptions>")]
    [InlineData("System.Collections.Generic.Dictionary`2[System.String,System.Int32[]]", "Dictionary<String, Int32[]>")]
    [InlineData("System.Func`2[System.Lazy`1[A],B]", "Func<Lazy<A>, B>")]
    [InlineData("System.Lazy<My.App.Store>", "Lazy<Store>")]
    public void Types_in_messages_of_the_framework_are_written_as_in_code(string text, string expected) =>
        Assert.Equal(expected, CompiledNames.ShortenType(text));
}
