using System.Text.Encodings.Web;
using System.Text.Unicode;
using SlicesApp;
using SlicesApp.Slices;

// The pages of `peers/pages` with RazorSlices.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();

// The default encoder writes a character reference for each character that is not Latin.
var encoder = HtmlEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Hiragana, UnicodeRanges.Katakana);

app.MapGet("/table", () => Results.RazorSlice<Table, IReadOnlyList<Customer>>(Customer.All));
app.MapGet("/fortunes", () =>
{
    var fortunes = new List<Fortune>(Fortune.Stored) { new(0, "Additional fortune added at request time.") };
    fortunes.Sort((one, other) => string.CompareOrdinal(one.Message, other.Message));
    var page = Fortunes.Create(fortunes);
    page.HtmlEncoder = encoder;
    return page;
});

app.Run();
