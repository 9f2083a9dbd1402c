using FileRoutedApi.Compilation.Markup;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Tests.Compilation.Markup;

public class LiteralTextTests
{
    [Theory]
    [InlineData("""$"a \t \u003c \x3cb \x3 \U0001F600 \e\0\a\b\f\n\r\v\\\'\" {{}} 😀 {x} b" """)]
    [InlineData("""$"\u003C{x:\u0030}\u003e{x,3}}}" """)]
    [InlineData("$@\"a \\n \"\"q\"\" {{ }} {x}\n  <b>\r\n {x}\"\"\"")]
    [InlineData("@$\"{x}{{{x}}}\"")]
    [InlineData(""""$"""a "q" \n {x} b""" """")]
    [InlineData(""""$$"""{a} {{x}} {b}{{{x}}}""" """")]
    [InlineData("$$$\"\"\"\"\"{{{x}}}\"\"\"\"{{x}}\"\"\"\"\"")]
    [InlineData("$\"\"\"\n    <p>\n      {x}\n\n  \n    {x} b\n    \"\"\"")]
    [InlineData("$\"\"\"\r\n    <p>\r\n      {x}\r\n\r\n    b\r\n    \"\"\"")]
    [InlineData("$\"\"\"\r  <p>\r    {x}\r  \"\"\"")]
    [InlineData("$\"\"\"\n\t{x}\n\t\t{x}\n\t \n\t\"\"\"")]
    [InlineData("$\"\"\"\n{x}\n  b\n\"\"\"")]
    [InlineData("$\"\"\"\n  {(\n x\n)}\n      b\n  \"\"\"")]
    public void A_literal_is_decoded_as_the_compiler_does_and_each_character_has_its_offset(string code)
    {
        var text = (InterpolatedStringExpressionSyntax)SyntaxFactory.ParseExpression(code.TrimEnd(' '));
        var reader = new LiteralReader(text);
        Assert.Empty(text.GetDiagnostics());

        foreach (var part in text.Contents.OfType<InterpolatedStringTextSyntax>())
        {
            var read = reader.Read(part);
            Assert.Equal(Unescape(text, part.TextToken.ValueText), read.Text);
            Assert.Equal(read.Text.Length, read.Offsets.Count);
            Assert.All(read.Text.Zip(read.Offsets), pair => Assert.True(IsAt(code, pair.Second, pair.First), $"'{pair.First}' at {pair.Second}"));
        }
    }

    // The compiler removes the second brace when it binds the string.
    private static string Unescape(InterpolatedStringExpressionSyntax text, string value) =>
        text.StringEndToken.Text.Contains("\"\"\"", StringComparison.Ordinal)
            ? value
            : value.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    private static bool IsAt(string code, int offset, char character) => code[offset] == character || code[offset] == '\\';
}
