namespace FileRoutedApi.Tests.Compilation.Markup;

/// <summary>Files without a mistake, each as somebody would write it.</summary>
public class RightPagesTests(MarkupCompiler compiler) : IClassFixture<MarkupCompiler>
{
    private static readonly (string Name, string Text)[] _pages =
    [
        ("layout", """""
            Html Layout(string title, Html children) => $$"""
                <!DOCTYPE html>
                <html lang="en">
                  <head>
                    <!-- Nothing to fill in: > -- < -->
                    <meta charset="utf-8">
                    <title>{{title}} - It's "fine" <b></title>
                    <link rel="stylesheet" href="/site.css?v={{DateTime.UnixEpoch.Ticks}}">
                    <style>
                      body > p { color: red; } a::before { content: "</p>"; }
                    </style>
                    <script type="module" src="{{title}}.js" async></script>
                    <script>if (1 < 2 && "<!-- <p>") { document.title = '<b>'; } /* --> */</script>
                  </head>
                  <body class='a "b" {{title}}'><main>{{children}}</main></body>
                </html>
                """;

            Html GET() => Layout("Home", $"<p>Hello</p>");
            """""),
        ("form", """""
            Html GET(string? name, int? age, bool isAdult) => $"""
                <form method="post" action="/people/{age}">
                  <label for="name">It's a name</label>
                  <input id="name" name="name" value="{name}" required maxlength="{40}" autofocus>
                  <input type="checkbox" name="adult" checked="{isAdult}" />
                  <textarea name="about" rows="3">{name} <b> & co</textarea>
                  <select name="age">{Html.Each(Enumerable.Range(1, 9), n => $"""<option value="{n}" selected="{n == age}">{n}</option>""")}</select>
                  <button disabled='{name is null}' type=submit>Save</button>
                </form>
                """;
            """""),
        ("table", """""
            Row[] rows = [new(1, "a", 2.5m, null)];
            Html Cell(Row row) => $"<td>{row.Name}</td><td align=right>{row.Price:0.00}</td><td>{row.Sold,10:yyyy-MM-dd}</td>";
            Html GET() => $"""
                <table>
                  <thead><tr><th>Name<th>Price<th>Sold</thead>
                  <tbody>{Html.Each(rows, (row, index) => $"<tr id='row-{row.Id}' class='{(index % 2 == 0 ? "even" : "odd")}'>{Cell(row)}</tr>")}</tbody>
                </table>
                """;
            record Row(int Id, string Name, decimal Price, DateTime? Sold);
            """""),
        ("list of components", """""
            Html Card(string title, Html body) => $"""<section class="card"><h2>{title}</h2>{body}</section>""";
            Html GET(string[] tags) => $"{Card("One", $"<p>{tags.Length} tags</p>")}{Card("Two", Html.Each(tags, tag => $"<a href=\"/tags/{tag}\">{tag}</a>"))}";
            """""),
        ("conditions", """""
            Html GET(bool isNew, string? error, int n) => $"""
                <p class="{Html.If(isNew, $"new")} {(n > 3 ? "many" : "few")}">{Html.If(error is null, $"<b>fine</b>", $"<i>{error}</i>")}</p>
                {n switch { 0 => (Html)$"<p>none</p>", 1 => $"<p>{n}</p>", _ => Html.Raw("<hr>") }}
                """;
            """""),
        ("svg", """""
            Html GET(int[] values) => $"""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {values.Length * 10} 100"><title>Chart of {values.Length}</title>
                  {Html.Each(values, (value, i) => $"""<rect x="{i * 10}" y="{100 - value}" width="9" height="{value}"/>""")}
                  <text x='1' y='2'><![CDATA[a < b]]>{values.Sum()}</text><use xlink:href="#a"/><style/><script/>
                </svg>
                <p>{values.Max()}</p>
                """;
            """""),
        ("inline json", """""
            Html GET(string name) => $$"""
                <script id="data" type="application/json">{{Html.Json(new { name })}}</script>
                <script type='application/ld+json' data-name='{{name}}'>{{Html.Json(name)}}</script>
                <script type="importmap">{ "imports": {{Html.Json(new { a = "/a.js" })}} }</script>
                <script>const data = JSON.parse(document.getElementById('data').textContent); if (data.a < 1 && data.b > 2) { alert("</p>"); }</script>
                """;
            """""),
        ("code samples", """""
            Html GET(string text) => $"""
                <pre><code>if (a &lt; b &amp;&amp; c > d) {text}</code></pre>
                <p>1 < 2, a <= b, 3 <4 and "{text}" isn't 'x' {"List<string>"} {"a < b"}</p>
                """;
            """""),
        ("styles", """""
            Html GET(int width, double? ratio, decimal left, string color) => $$"""
                <p style="width: {{width}}px; --ratio: {{ratio}}; left: {{left:0.0}}%" data-style="{{color}}">x</p>
                <p style='{{Html.If(width > 3, $"color: red")}}{{Html.Raw(color)}}'>x</p>
                """;
            """""),
        ("data for scripts", """""
            Html GET(int id, string name) => $"<button data-id=\"{id}\" data-name='{name}' aria-label=\"{name}\" onclick=\"save(this.dataset.id)\">x</button>";
            """""),
        ("awaited values", """""
            async Task<Html> GET(CancellationToken stop) => $"<p>{await Text()}</p>{await Part()}{Html.Each(await Items(), x => $"<i>{x}</i>")}";
            Task<string> Text() => Task.FromResult("a");
            async Task<Html> Part() { await Task.Yield(); return $"<b>{await Text()}</b>"; }
            ValueTask<int[]> Items() => new([1, 2]);
            """""),
        ("components in a class", """""
            Html GET() => $"{new Page("a").Render()}";
            class Page(string title) { private Html Head => $"<h1>{title}</h1>"; public Html Render() => $"<main>{Head}{Parts().Last()}</main>"; IEnumerable<Html> Parts() { yield return Head; yield return $"<p>"; } }
            """""),
        ("strings that are not html", """""
            string Tag(string name) => $"<{name}>";
            object GET(string name, ILogger log) { log.LogInformation("<{Name}", name); FormattableString f = $"<a {name}>"; return new { tag = Tag(name), text = $"<p {name}", f, x = $"<script>{name}" }; }
            """""),
        ("a title and raw markup", """""
            Html GET(string name) => $"<title>{$"{name} - Blog"}</title>{Html.Raw($"<style>{name}</style>")}{Html.Raw("<!--" + name + "-->")}";
            """""),
        ("sums and parts", """""
            Html GET(string name) => $"<p class=\"" + $"{name}" + $"\">" + ($"{name}" + $"</p>");
            """""),
        ("cells without end tags", """""
            Html Open(string name) => $"<ul class='{name}'>";
            Html GET(string name) => $"{Open(name)}<li>{name}<li>{name}<br/><img src='/{name}.png' alt=''>&nbsp;&copy;&#39;</ul>";
            """""),
        ("sequences", """""
            IEnumerable<Html> Rows(int n) { for (var i = 0; i < n; i++) { yield return $"<li>{i}"; } }
            Html GET(int n, string[] names) => $"<ul>{Rows(n)}</ul>{string.Join(", ", names)}{names.Select(x => x + "!")}{names.Select(x => (Html)$"<b>{x}</b>")}";
            """""),
        ("null and nothing", """""
            Html? Maybe(bool b) => b ? (Html)$"<p>" : null;
            Html GET(string? a, bool b) => $"<p title='{a ?? "none"}' hidden=\"{b}\">{a?.Length}{Maybe(b)}{(b ? "yes" : null)}</p>";
            """""),
        ("text about markup", """""
            Html GET(string text) => $"<p>{text.Replace("<b>", "")}{text.Contains("<br>")}{(text.Contains("<p>") ? "yes" : "no")}{text.Split("<hr>").Length}{text.TrimStart('<')}</p>";
            """""),
        ("navigation", """""
            using static FileRoutedApi.PageFunctions;
            Html GET(string slug) => $"<nav>{Link("/", "Home")} {Link($"/blog/{slug}", $"<b>{slug}</b>", prefetch: true)}</nav>";
            """""),
        ("templates and custom elements", """""
            Html GET(string name) => $"""
                <template id="t"><my-card name="{name}" :value="x" @click="go()"><slot name=a></slot></my-card></template>
                <noscript><p>{name}</p></noscript><iframe src="/x?n={name}" title="{name}"></iframe><my-card only-on="x">{name}</my-card>
                """;
            """""),
        ("preprocessor and places", """""
            #if DEBUG
            Html Mode() => $"<b>debug</b>";
            #else
            Html Mode() => $"<b>release</b>";
            #endif
            Html GET() => $@"<p title=""{Mode()}"">
                {Mode()} {{x}}</p>";
            """""),
    ];

    public static TheoryData<string> Names => [.. _pages.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_right_page_has_no_false_report(string name) =>
        Assert.Empty(compiler.Diagnose(_pages.Single(page => page.Name == name).Text).Select(found => found.ToString()));
}
