using System.Text.RegularExpressions;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Tests.Routing;

/// <summary>Patterns of matchers: regular expressions that are matched in linear time, with the case folding of routes.</summary>
public class LinearRegexTests
{
    [Theory]
    [InlineData("a|b", "B", true)]
    [InlineData("a|b", "ab", false)]
    [InlineData(@"[0-9]{2,3}", "1234", false)]
    [InlineData(@"[0-9]{2,3}", "123", true)]
    [InlineData(@"a{,2}", "a{,2}", true)]
    [InlineData(@"\d+", "12", true)]
    [InlineData(@"\p{L}+", "aÄ", true)]
    [InlineData(@"[^\p{L}]+", "1-", true)]
    [InlineData(@"[]a]+", "]a", true)]
    [InlineData(@"[^a-c]", "B", false)]
    [InlineData(@"[^a-c]", "d", true)]
    [InlineData(@"[a-z-[aeiou]]+", "BCD", true)]
    [InlineData(@"[a-z-[aeiou]]+", "BCE", false)]
    [InlineData(@"\x41\u0062\.\t\0", "ab.\t\0", true)]
    [InlineData(@"(?<name>a)(?'other'b)(?#comment)", "ab", true)]
    [InlineData(@"a(?!b|c).*", "abc", false)]
    [InlineData(@"a(?!b|c).*", "adc", true)]
    [InlineData(@"(?=a)(?!ab).*", "ac", true)]
    [InlineData(@"(?=a)(?!ab).*", "abc", false)]
    [InlineData(@"\p{Ll}+", "ab", true)]
    [InlineData("[A-z]+", "a_b", true)]
    [InlineData("[_-f]+", "F", true)]
    [InlineData("a-b", "A-B", true)]
    [InlineData("(?:a-b)", "ab", false)]
    [InlineData("\U00010428", "\U00010400", true)]
    [InlineData("(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false)]
    public void A_pattern_is_a_regular_expression(string pattern, string text, bool matches) =>
        Assert.Equal(matches, LinearRegex.Parse(pattern).IsMatch(text));

    [Theory]
    [InlineData("σ", "ς")]
    [InlineData("Σ", "ς")]
    [InlineData("µ", "μ")]
    [InlineData("k", "\u212A")]
    [InlineData("i", "ı")]
    [InlineData("i", "İ")]
    [InlineData("s", "ſ")]
    [InlineData("å", "\u212B")]
    [InlineData("ω", "\u2126")]
    [InlineData("ß", "ẞ")]
    [InlineData("é", "É")]
    public void Case_is_folded_as_for_routes(string one, string other)
    {
        var same = one.Equals(other, StringComparison.OrdinalIgnoreCase);

        Assert.Equal((same, same, same, same, !same), (
            LinearRegex.Parse(one).IsMatch(other),
            LinearRegex.Parse(other).IsMatch(one),
            LinearRegex.Parse($"[{one}]").IsMatch(other),
            LinearRegex.Parse($"[{one}-{one}]").IsMatch(other),
            LinearRegex.Parse($"[^{one}]").IsMatch(other)));
    }

    [Fact]
    public void Texts_are_folded_to_the_same_text_exactly_if_routing_treats_them_as_equal()
    {
        var characters = Enumerable.Range(0, char.MaxValue + 1).Select(code => ((char)code).ToString()).ToList();
        var folded = characters.Select(OrdinalCase.Fold).Distinct().ToList();

        Assert.All(characters, character => Assert.Equal(character, OrdinalCase.Fold(character), StringComparer.OrdinalIgnoreCase));
        Assert.All(characters, character => Assert.Equal(OrdinalCase.Fold(character[0]).ToString(), OrdinalCase.Fold(character)));
        Assert.Equal(folded.Count, folded.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData(@"(a)\1", "linear time")]
    [InlineData(@"(?<x>a)\k<x>", "linear time")]
    [InlineData("(?<=a)b", "linear time")]
    [InlineData("(?<!a)b", "linear time")]
    [InlineData("(?>a*)b", "linear time")]
    [InlineData("(a)(?(1)b|c)", "linear time")]
    [InlineData("(?<a>x)(?<b-a>y)", "linear time")]
    [InlineData("a*(?!b)c", "linear time")]
    [InlineData("(a(?!b(?=c))).*", "linear time")]
    [InlineData("(?:a|b(?!c)d)", "linear time")]
    [InlineData("b(?!c)d|a", "alternatives")]
    [InlineData("(?:(?!foo).)*", "optional or repeated")]
    [InlineData("((?!foo).)?a", "optional or repeated")]
    [InlineData("(?!a", "Not enough )")]
    [InlineData("[z-a]", "reverse order")]
    [InlineData("(", "Not enough )")]
    public void A_pattern_that_cannot_be_matched_in_linear_time_is_refused(string pattern, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => LinearRegex.Parse(pattern)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("/api/:a*")]
    [InlineData("/api/:a*/x/:b*")]
    [InlineData("/api/:a*/x/:b*/y/:c*/z")]
    [InlineData("/((?!api|_next/static|favicon.ico).*)")]
    [InlineData("/api/:id((?:a+)+b)")]
    public void No_part_of_a_pattern_backtracks(string source) =>
        Assert.All(PathPattern.Parse(source).Parts, part => Assert.True(part.Options.HasFlag(RegexOptions.NonBacktracking)));

    [Theory]
    [InlineData("/((?!api|_next/static|favicon.ico).*)", "/about", true)]
    [InlineData("/((?!api|_next/static|favicon.ico).*)", "/", true)]
    [InlineData("/((?!api|_next/static|favicon.ico).*)", "/API/x", false)]
    [InlineData("/((?!api|_next/static|favicon.ico).*)", "/_next/static/a.js", false)]
    [InlineData("/((?!api|_next/static|favicon.ico).*)", "/_next/image", true)]
    [InlineData("/api/((?!public).*)/edit", "/api/public/edit", false)]
    [InlineData("/api/((?!public).*)/edit", "/api/a/edit", true)]
    [InlineData("/api/:name((?!admin$)[a-z]+)", "/api/admins", true)]
    public void Lookaheads_are_supported(string source, string path, bool matches) =>
        Assert.Equal(matches, PathPattern.Parse(source).IsMatch(path));
}
