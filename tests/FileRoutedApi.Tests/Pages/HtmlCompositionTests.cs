using System.Text;
using System.Text.Json;
using FileRoutedApi.Pages;

namespace FileRoutedApi.Tests.Pages;

/// <summary>Lists, conditions, JSON, and the places where an interpolated string converts to HTML.</summary>
public class HtmlCompositionTests
{
    [Fact]
    public void Each_renders_items_in_order()
    {
        Html list = $"<ul>{Html.Each(["<", "b"], item => $"<li>{item}</li>")}</ul>{Html.Each([5, 6], (item, index) => $"{index}:{item} ")}";

        Assert.Equal("<ul><li>&lt;</li><li>b</li></ul>0:5 1:6 ", list.ToString());
    }

    [Fact]
    public void Each_of_nothing_is_empty()
    {
        List<string>? none = null;

        Assert.Equal("", Html.Each(none, item => $"{item}").ToString());
        Assert.Equal("", Html.Each(Enumerable.Range(0, 3).Where(x => x > 5), item => $"{item}").ToString());
        Assert.Equal("13", Html.Each([1, 2, 3], item => item == 2 ? null : (Html)$"{item}").ToString());
        Assert.Equal(new string('x', 100), Html.Each(Enumerable.Range(0, 100).Where(_ => true), _ => $"x").ToString());
    }

    [Fact]
    public void If_renders_one_side()
    {
        Assert.Equal("<b>", Html.If(true, $"<b>").ToString());
        Assert.Equal("", Html.If(false, $"<b>").ToString());
        Assert.Equal("<i>", Html.If(false, $"<b>", $"<i>").ToString());
        Assert.Equal("<b>", Html.If(true, () => $"<b>", () => throw new InvalidOperationException()).ToString());
        Assert.Equal("", Html.If(false, () => throw new InvalidOperationException()).ToString());
    }

    [Fact]
    public void Json_has_camel_case_and_no_markup()
    {
        int[] items = [1, 2];
        var json = Html.Json(new { FirstName = "</script><!--\u2028&'\"", Items = items }).ToString();

        Assert.DoesNotContain(json, c => c is '<' or '>' or '&' or '\'' or '\u2028');
        Assert.StartsWith("{\"firstName\":", json);
        Assert.Equal("</script><!--\u2028&'\"", JsonDocument.Parse(json).RootElement.GetProperty("firstName").GetString());
        Assert.Equal("null", Html.Json(null).ToString());
    }

    [Fact]
    public void Json_is_safe_with_any_encoder()
    {
        var options = new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        Assert.Equal("\"\\u003C/script\\u003E\\u0026\"", Html.Json("</script>&", options).ToString());
    }

    [Fact]
    public async Task An_interpolated_string_converts_wherever_the_type_is_known()
    {
        Html Body(string text) => $"<p>{text}</p>";
        async Task<Html> Async(Task<string> text) => $"<p>{await text} {await text}</p>";
        async Task<Html> Return(Task<string> text)
        {
            await Task.Yield();
            return $"<i>{await text}</i>";
        }

        Html Switch(int value) => value switch
        {
            0 => $"zero",
            1 => $"<b>{value}</b>",
            _ => Html.Empty,
        };
        Html Condition(bool value) => value ? PageFunctions.NotFound() : $"{value}";
        Html Cast(bool value) => value ? (Html)$"<b>" : $"<i>";
        ValueTask<Html> Value() => new((Html)$"<u>");
        Func<int, Html> lambda = value => $"<s>{value}";

        var text = Task.FromResult("<");
        Html all = $"{Body("<")}{await Async(text)}{await Return(text)}{Switch(0)}{Switch(1)}{Switch(2)}";
        all = $"{all}{Condition(false)}{Cast(true)}{await Value()}{lambda(1)}";

        Assert.Equal(
            "<p>&lt;</p><p>&lt; &lt;</p><i>&lt;</i>zero<b>1</b>false<b><u><s>1", all.ToString());
    }

    [Fact]
    public void A_string_does_not_convert() =>
        Assert.DoesNotContain(
            typeof(Html).GetMethods(),
            method => method.Name is "op_Implicit" or "op_Explicit");

    [Fact]
    public void Deep_nesting_does_not_overflow_the_stack()
    {
        var html = Html.Empty;
        for (var i = 0; i < 200_000; i++)
        {
            html = $"{html}x";
        }

        Assert.Equal(200_000, html.ToString().Length);
    }

    [Fact]
    public async Task One_instance_is_written_many_times_at_once()
    {
        Html shared = $"<ul>{Html.Each(Enumerable.Range(0, 50), i => $"<li class=\"{i % 2 == 0}\">{i}: {"é<"} {1.5m}</li>")}</ul>";
        var expected = shared.ToString();

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() =>
        {
            Html page = $"<main>{shared}{shared}</main>";
            return page.ToString();
        })));

        Assert.All(results, result => Assert.Equal($"<main>{expected}{expected}</main>", result));
    }

    [Fact]
    public async Task A_sequence_is_enumerated_each_time_it_is_written()
    {
        Html html = $"<ul>{Html.Each(Numbers(), number => $"<li>{number}</li>")}</ul>";

        Assert.Throws<InvalidOperationException>(html.ToString);
        Assert.Equal(("<ul><li>0</li><li>1</li></ul>", "<ul><li>0</li><li>1</li></ul>"), (await WriteAsync(html), await WriteAsync(html)));
    }

    private static async Task<string> WriteAsync(Html html)
    {
        using var stream = new MemoryStream();
        await HtmlText.WriteAsync(html, stream, cancellationToken: TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static async IAsyncEnumerable<int> Numbers()
    {
        yield return 0;
        await Task.Yield();
        yield return 1;
    }
}
