using System.Text.RegularExpressions;
using CsCheck;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Tests.Routing;

/// <summary>Patterns of matchers: the same texts as .NET finds, in linear time, with the case folding of routes.</summary>
public class LinearRegexTests
{
    private static readonly Gen<string> _atoms = Gen.OneOf("a", "b", "/", ".", "[ab]", "[^a]", "[a-c-[b]]", @"\w", @"\W", @"\b", "^", "$", "(?=a)", "(?!b)", "(?!a|b/)", "");

    private static readonly Gen<string> _patterns = Gen.Recursive<string>((depth, patterns) => depth > 2 ? _atoms : Gen.OneOf(
        _atoms,
        Gen.Select(patterns, patterns, (first, second) => first + second),
        Gen.Select(patterns, patterns, (first, second) => $"(?:{first}|{second})"),

        // What is repeated reads something: .NET overflows its own stack where a loop may be empty.
        Gen.Select(
            Gen.OneOf("a", "b", ".", "[^a]"),
            patterns,
            Gen.OneOf("*", "+", "?", "*?", "{2}", "{1,}", "{0,2}"),
            (first, body, count) => $"(?:{first}{body}){count}"),
        patterns.Select(body => $"(?!{body})"),
        patterns.Select(body => $"(?={body})(?:{body})")));

    [Fact]
    public void It_matches_what_dotnet_matches() =>
        Gen.Select(_patterns, Gen.String[Gen.OneOf('a', 'b', 'c', '/', '\n'), 0, 8].Array[1, 10]).Sample(
            (pattern, texts) =>
            {
                var linear = LinearRegex.Parse(pattern);
                var dotnet = new Regex($@"\A(?:{pattern})\z", RegexOptions.Singleline | RegexOptions.CultureInvariant);
                return texts.All(text => linear.IsMatch(text) == dotnet.IsMatch(text));
            },
            iter: 1000);

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
    [InlineData(@"(a(?!b(?=c))).*", "abc", false)]
    [InlineData(@"(a(?!b(?=c))).*", "abd", true)]
    [InlineData("\U00010428", "\U00010400", true)]
    [InlineData("(?:(?!b)|(?=a))*?a", "a", true)]
    [InlineData("(?:|a)*(?:(?:)*)+", "aaa", true)]
    [InlineData("(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false)]
    public void It_is_a_regular_expression(string pattern, string text, bool matches) =>
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
    public void Case_is_folded_as_routes_do_it(string one, string other)
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
    public void Texts_are_folded_to_the_same_text_exactly_if_routing_takes_them_as_equal()
    {
        var characters = Enumerable.Range(0, char.MaxValue + 1).Select(code => ((char)code).ToString()).ToList();
        var folded = characters.Select(OrdinalCase.Fold).Distinct().ToList();

        Assert.All(characters, character => Assert.Equal(character, OrdinalCase.Fold(character), StringComparer.OrdinalIgnoreCase));
        Assert.All(characters, character => Assert.Equal(OrdinalCase.Fold(character[0]).ToString(), OrdinalCase.Fold(character)));
        Assert.Equal(folded.Count, folded.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData(@"(a)\1", "back reference")]
    [InlineData(@"(?<x>a)\k<x>", "back reference")]
    [InlineData("(?<=a)b", "lookbehind")]
    [InlineData("(?<!a)b", "lookbehind")]
    [InlineData("(?>a*)b", "atomic group")]
    [InlineData("(a)(?(1)b|c)", "condition")]
    [InlineData("(?<a>x)(?<b-a>y)", "balancing group")]
    [InlineData(@"\Ga", @"\G")]
    [InlineData("(?-i)a", "option")]
    [InlineData("(?x: a)", "option")]
    [InlineData("(((((a{99}){99}){99}){99}){99})", "too large")]
    [InlineData("a{99999}", "too large")]
    [InlineData("(", "Not enough )")]
    public void What_cannot_be_linear_is_refused(string pattern, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => LinearRegex.Parse(pattern)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("/api/:a*", 20, true)]
    [InlineData("/api/:a*/x/:b*", 40, true)]
    [InlineData("/api/:a*/x/:b*/y/:c*/z", 60, false)]
    [InlineData("/((?!api|_next/static|favicon.ico).*)", 60, false)]
    public void Several_paths_in_one_pattern_cost_one_step_per_character_and_instruction(string source, int most, bool matches)
    {
        var pattern = PathPattern.Parse(source);

        Assert.InRange(pattern.Size, 1, most);
        Assert.Equal(matches, pattern.IsMatch("/api" + string.Concat(Enumerable.Repeat("/x/y", 2000)) + "/\n/"));
    }

    [Theory]
    [InlineData("/((?!api|_next/static|favicon.ico).*)", "/about", true)]
    [InlineData("/((?!api|_next/static|favicon.ico).*)", "/", true)]
    [InlineData("/((?!api|_next/static|favicon.ico).*)", "/API/x", false)]
    [InlineData("/((?!api|_next/static|favicon.ico).*)", "/_next/static/a.js", false)]
    [InlineData("/((?!api|_next/static|favicon.ico).*)", "/_next/image", true)]
    [InlineData("/:path*/((?!public).*)", "/a/public", true)]
    [InlineData("/api/((?!public).*)/edit", "/api/public/edit", false)]
    [InlineData("/api/((?!public).*)/edit", "/api/a/edit", true)]
    [InlineData("/api/:name((?!admin$)[a-z]+)", "/api/admins", true)]
    public void Lookaheads_hold_where_they_stand(string source, string path, bool matches) =>
        Assert.Equal(matches, PathPattern.Parse(source).IsMatch(path));
}
