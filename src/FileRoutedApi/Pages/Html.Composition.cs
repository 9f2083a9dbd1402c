using System.Runtime.CompilerServices;
using System.Text.Json;
using FileRoutedApi.Pages;

namespace FileRoutedApi;

/// <content>Lists, conditions, raw HTML and JSON.</content>
public sealed partial class Html
{
    /// <summary>Returns HTML that is written without being encoded.</summary>
    /// <param name="html">Trusted HTML; null writes nothing.</param>
    public static Html Raw(string? html) => string.IsNullOrEmpty(html) ? Empty : Of([HtmlSegment.Literal(html)]);

    /// <summary>Returns the HTML of each item, one after the other.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items, which are enumerated immediately; null for none.</param>
    /// <param name="render">Returns the HTML of an item.</param>
    public static Html Each<T>(IEnumerable<T>? items, Func<T, Html?> render)
    {
        ArgumentNullException.ThrowIfNull(render);
        return Each(items, (item, _) => render(item));
    }

    /// <summary>Returns the HTML of each item, one after the other.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items, which are enumerated immediately; null for none.</param>
    /// <param name="render">Returns the HTML of an item and its index, which begins at 0.</param>
    public static Html Each<T>(IEnumerable<T>? items, Func<T, int, Html?> render)
    {
        ArgumentNullException.ThrowIfNull(render);
        if (items is null)
        {
            return Empty;
        }

        var segments = new HtmlSegment[items.TryGetNonEnumeratedCount(out var known) ? known : 4];
        var (count, index) = (0, 0);
        foreach (var item in items)
        {
            if (render(item, index++) is not { _count: > 0 } html)
            {
                continue;
            }

            if (count == segments.Length)
            {
                Array.Resize(ref segments, Math.Max(4, 2 * count));
            }

            segments[count++] = HtmlSegment.Nested(html);
        }

        return Of(segments, count);
    }

    /// <summary>
    /// Returns the HTML of each item of an asynchronous sequence, one after the other. The response is sent while the sequence produces its
    /// items: what precedes an item that is not available yet is sent before it.
    /// </summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items, which are enumerated each time the HTML is written.</param>
    /// <param name="render">Returns the HTML of an item.</param>
    /// <remarks>
    /// An exception of the sequence after the first bytes were sent aborts the connection, so that the client does not take the page for a
    /// complete one.
    /// </remarks>
    [OverloadResolutionPriority(1)]
    public static Html Each<T>(IAsyncEnumerable<T> items, Func<T, Html?> render)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(render);
        return Of([HtmlSegment.Of(new HtmlSequence<T>(items, render))]);
    }

    /// <summary>Returns HTML if a condition holds, and otherwise nothing.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="then">The HTML if the condition holds.</param>
    public static Html If(bool condition, Html? then) => (condition ? then : null) ?? Empty;

    /// <summary>Returns one of two pieces of HTML.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="then">The HTML if the condition holds.</param>
    /// <param name="otherwise">The HTML if it does not hold.</param>
    public static Html If(bool condition, Html? then, Html? otherwise) => (condition ? then : otherwise) ?? Empty;

    /// <summary>Returns HTML if a condition holds, and otherwise nothing.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="then">Returns the HTML. It is called only if the condition holds.</param>
    public static Html If(bool condition, Func<Html?> then)
    {
        ArgumentNullException.ThrowIfNull(then);
        return (condition ? then() : null) ?? Empty;
    }

    /// <summary>Returns one of two pieces of HTML.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="then">Returns the HTML if the condition holds.</param>
    /// <param name="otherwise">Returns the HTML if it does not hold.</param>
    public static Html If(bool condition, Func<Html?> then, Func<Html?> otherwise)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(otherwise);
        return (condition ? then() : otherwise()) ?? Empty;
    }

    /// <summary>
    /// Returns a value as JSON, for a <c>&lt;script type="application/json"&gt;</c> or a quoted attribute. No text in the value can end the
    /// element. Names are in camel case, as in the JSON of the API.
    /// </summary>
    /// <param name="value">The value, which is serialized immediately, by its run-time type.</param>
    /// <param name="options">The JSON options; null for those of the web (<see cref="JsonSerializerDefaults.Web"/>).</param>
    /// <exception cref="NotSupportedException">The value cannot be serialized.</exception>
    /// <exception cref="JsonException">The value contains a cycle.</exception>
    public static Html Json(object? value, JsonSerializerOptions? options = null) => Raw(HtmlJson.Serialize(value, options));
}
