using System.Net.Http.Headers;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <content>Forms bound to types: every kind of parameter gets the same values, urlencoded or multipart.</content>
public abstract partial class BehaviourTests
{
    private static readonly string[] _ways = ["typed", "as", "bound"];

    [Theory]
    [InlineData("text=a", """{"text":"a"}""")]
    [InlineData("text=", """{"text":""}""")]
    [InlineData("text=a&text=b", """{"text":"a,b"}""")]
    [InlineData("TEXT=a", """{"text":"a"}""")]
    [InlineData("age=5", """{"age":5}""")]
    [InlineData("age=+5", """{"age":5}""")]
    [InlineData("strict=5", """{"strict":5}""")]
    [InlineData(
        "age=&born=&news=&team=&rate=&weight=&letter=&time=&at=&until=&span=&link=&version=&level=&rights=&named=&point=&address=&raw=",
        "{}")]
    [InlineData("rate=1.5&weight=1e3&half=.5", """{"rate":1.5,"weight":1000,"half":0.5}""")]
    [InlineData("news=true", """{"news":true}""")]
    [InlineData("news=on", """{"news":true}""")]
    [InlineData("agreed=true&agreed=false", """{"agreed":true}""")]
    [InlineData("agreed=false&agreed=true", """{"agreed":true}""")]
    [InlineData("agreed=false", "{}")]
    [InlineData("level=High", """{"level":"High"}""")]
    [InlineData("level=high", """{"level":"High"}""")]
    [InlineData("level=2", """{"level":"High"}""")]
    [InlineData("named=low", """{"named":"Low"}""")]
    [InlineData("named=1", """{"named":"Low"}""")]
    [InlineData("rights=read", """{"rights":"Read"}""")]
    [InlineData("rights=Read&rights=Write", """{"rights":"Read, Write"}""")]
    [InlineData("rights=3", """{"rights":"Read, Write"}""")]
    [InlineData("letter=c&team=00000000-0000-0000-0000-000000000001", """{"letter":"c","team":"00000000-0000-0000-0000-000000000001"}""")]
    [InlineData(
        "born=2026-02-28&time=10:30&at=2026-02-28T10:30&span=01:30",
        """{"born":"2026-02-28","time":"10:30:00","at":"2026-02-28T10:30:00","span":"01:30:00"}""")]
    [InlineData(
        "at=2026-02-28T10:30%2B02:00&until=2026-02-28T10:30", """{"at":"2026-02-28T08:30:00Z","until":"2026-02-28T10:30:00+00:00"}""")]
    [InlineData("link=/x&version=1.2", """{"link":"/x","version":"1.2"}""")]
    [InlineData("point=1;2", """{"point":{"x":1,"y":2}}""")]
    [InlineData("topics=x", """{"topics":["x"]}""")]
    [InlineData("topics=x&topics=y", """{"topics":["x","y"]}""")]
    [InlineData("topics[]=x&topics[]=y", """{"topics":["x","y"]}""")]
    [InlineData("topics[1]=y&topics[0]=x", """{"topics":["x","y"]}""")]
    [InlineData("topics=", """{"topics":[""]}""")]
    [InlineData("tags=x", """{"tags":["x"]}""")]
    [InlineData("ids=1", """{"ids":[1]}""")]
    [InlineData("ids=", """{"ids":[]}""")]
    [InlineData("ids=1&ids=", """{"ids":[1]}""")]
    [InlineData("maybe=1&maybe=", """{"maybe":[1,null]}""")]
    [InlineData("teams=00000000-0000-0000-0000-000000000001", """{"teams":["00000000-0000-0000-0000-000000000001"]}""")]
    [InlineData("boxes=on", """{"boxes":[true]}""")]
    [InlineData("levels=high", """{"levels":["High"]}""")]
    [InlineData("levels=1&levels=High", """{"levels":["Low","High"]}""")]
    [InlineData("address.city=Bonn", """{"address":{"city":"Bonn"}}""")]
    [InlineData("address[city]=Bonn", """{"address":{"city":"Bonn"}}""")]
    [InlineData("Address.City=Bonn&address.zip=1", """{"address":{"city":"Bonn","zip":"1"}}""")]
    [InlineData("lines[0].sku=a&lines[0].count=1", """{"lines":[{"sku":"a","count":1}]}""")]
    [InlineData("lines[0][sku]=a&lines[2][sku]=b", """{"lines":[{"sku":"a"},{"sku":"b"}]}""")]
    [InlineData("lines[99999999].sku=a", """{"lines":[{"sku":"a"}]}""")]
    [InlineData("stock[a]=1&stock[b]=2", """{"stock":{"a":1,"b":2}}""")]
    [InlineData("notes[high]=n", """{"notes":{"High":"n"}}""")]
    [InlineData("named2[a].sku=x", """{"named2":{"a":{"sku":"x"}}}""")]
    [InlineData("any=x", """{"any":"x"}""")]
    [InlineData("any=x&any=y", """{"any":["x","y"]}""")]
    [InlineData("any.a=x", """{"any":{"a":"x"}}""")]
    [InlineData("first-name=F", """{"first-name":"F"}""")]
    [InlineData("raw=aGk=", """{"raw":"aGk="}""")]
    [InlineData("unknown=x&unknown.a=y&=&.=&[=&]=&a..b=c&[]=d", "{}")]
    [InlineData("", "{}")]
    public Task A_form_is_bound_to_a_type(string form, string expected) => ExpectFormAsync("everything", form, expected);

    [Theory]
    [InlineData("age=x", "$.age")]
    [InlineData("age=1&age=2", "$.age")]
    [InlineData("age=1.5", "$.age")]
    [InlineData("count=", "$.count")]
    [InlineData("agreed=", "$.agreed")]
    [InlineData("agreed=perhaps", "$.agreed")]
    [InlineData("agreed=true&agreed=perhaps", "$.agreed")]
    [InlineData("rate=1,50", "$.rate")]
    [InlineData("rate=1&rate=50", "$.rate")]
    [InlineData("rate=5-", "$.rate")]
    [InlineData("rate=1e2", "$.rate")]
    [InlineData("weight=1,5", "$.weight")]
    [InlineData("weight=NaN", "$.weight")]
    [InlineData("weight=1e400", "$.weight")]
    [InlineData("level=9", "$.level")]
    [InlineData("level=Low,High", "$.level")]
    [InlineData("rights=8", "$.rights")]
    [InlineData("levels=9", "$.levels[0]")]
    [InlineData("ids=1&ids=x", "$.ids[1]")]
    [InlineData("born=2026-02-30", "$.born")]
    [InlineData("team=x", "$.team")]
    [InlineData("point=x", "$.point")]
    [InlineData("address=x", "$.address")]
    [InlineData("lines[0].count=x", "$.lines[0].count")]
    [InlineData("lines=x", "$.lines[0]")]
    [InlineData("topics.a=x", "$.topics")]
    [InlineData("stock[a]=x", "$.stock.a")]
    [InlineData("raw=-", "$.raw")]
    public Task A_form_that_does_not_match_its_type_names_the_field(string form, string path) =>
        ExpectMisfitAsync("everything", form, $"The value at '{path}' is not valid.");

    [Theory]
    [InlineData("join", "name=x", """{"name":"x","plan":"free","months":12,"seats":3}""")]
    [InlineData("join", "name=x&months=&remember=&seats=", """{"name":"x","plan":"free","months":12,"seats":3}""")]
    [InlineData(
        "join", "name=x&plan=pro&remember=on&months=1&seats=2", """{"name":"x","plan":"pro","remember":true,"months":1,"seats":2}""")]
    [InlineData("consent", "name=x", """{"name":"x","topics":[]}""")]
    [InlineData(
        "consent",
        "name=x&agreed=on&topics=a&age=5&home.city=B",
        """{"name":"x","agreed":true,"topics":["a"],"age":5,"home":{"city":"B"}}""")]
    [InlineData("consent", "name=x&age=&home=", """{"name":"x","topics":[]}""")]
    public Task A_form_fills_a_constructor(string type, string form, string expected) => ExpectFormAsync(type, form, expected);

    [Fact]
    public async Task Names_that_are_too_deep_are_a_400() =>
        await ExpectMisfitAsync(
            "everything",
            "any.a=1&next" + string.Concat(Enumerable.Repeat(".next", 100)) + "=1",
            "The names of the form are nested too deeply.");

    [Fact]
    public async Task An_empty_form_is_a_form_without_ticked_boxes()
    {
        foreach (var way in _ways)
        {
            Assert.Equal("""{"topics":[]}""", await PostFormAsync($"/api/forms/consent/{way}", ""));
        }
    }

    [Fact]
    public async Task Files_become_members()
    {
        foreach (var way in _ways)
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent("t"), "title" },
                { new ByteArrayContent(new byte[5]), "file", "f.bin" },
                { new ByteArrayContent(new byte[1]), "pages", "1.bin" },
                { new ByteArrayContent(new byte[2]), "pages", "2.bin" },
                { new ByteArrayContent(new byte[3]), "more", "3.bin" },
                { new StringContent("raw"), "raw", "r.txt" },
            };

            Assert.Equal(
                """
                {"title":"t","file":"f.bin:5","pages":["1.bin:1","2.bin:2"],"more":["3.bin:3"],
                "all":["f.bin:5","1.bin:1","2.bin:2","3.bin:3","r.txt:3"],"raw":"raw"}
                """.ReplaceLineEndings(""),
                await (await _client.PostAsync($"/api/forms/photo/{way}", form, Stop)).Content.ReadAsStringAsync(Stop));
        }
    }

    [Fact]
    public async Task Files_that_are_missing_are_null()
    {
        foreach (var way in _ways)
        {
            using var form = new MultipartFormDataContent { { new StringContent("t"), "title" }, { new StringContent(""), "file" } };

            Assert.Equal(
                """{"title":"t","file":null,"pages":null,"more":null,"all":[],"raw":null}""",
                await (await _client.PostAsync($"/api/forms/photo/{way}", form, Stop)).Content.ReadAsStringAsync(Stop));
        }
    }

    [Theory]
    [InlineData("typed", """{"file":{}}""", "$.file")]
    [InlineData("typed", """{"pages":[{}]}""", "$.pages[0]")]
    [InlineData("typed", """{"all":[{}]}""", "$.all")]
    [InlineData("as", """{"file":{}}""", "$.file")]
    [InlineData("json", """{"file":{}}""", "$.file")]
    [InlineData("json", """{"more":[{}]}""", "$.more[0]")]
    public async Task A_file_cannot_be_read_from_JSON(string way, string json, string path)
    {
        var problem = await ExpectProblemAsync(
            await PostAsync($"/api/forms/photo/{way}", "application/json", Encoding.UTF8.GetBytes("""{"title":"t",""" + json[1..])),
            400,
            "Invalid body");

        Assert.Equal($"The value at '{path}' is not valid.", problem.Detail);
    }

    [Fact]
    public async Task A_form_selects_its_derived_type()
    {
        foreach (var way in new[] { "typed", "bound" })
        {
            Assert.Equal("Circle { Name = n, Radius = 2 }", await PostFormAsync($"/api/forms/shape/{way}", "name=n&radius=2&$type=circle"));
            await ExpectProblemAsync(await PostAsync($"/api/forms/shape/{way}", Urlencoded, "name=n"u8.ToArray()), 400, "Invalid body");
            await ExpectProblemAsync(await PostAsync($"/api/forms/shape/{way}", Urlencoded, "$type=line"u8.ToArray()), 400, "Invalid body");
        }
    }

    [Fact]
    public async Task A_type_that_parses_text_but_not_JSON_is_a_form_and_a_400_as_JSON()
    {
        Assert.Equal("10.0.0.1", await PostFormAsync("/api/forms/peer", "address=10.0.0.1"));
        await ExpectProblemAsync(
            await PostAsync("/api/forms/peer", "application/json", """{"address":"10.0.0.1"}"""u8.ToArray()), 400, "Invalid body");
    }

    [Fact]
    public async Task Parts_of_a_form_are_bound_to_types()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[1]), "file", "f.bin" } };
        foreach (var (name, text) in new[]
        {
            ("topics", "x"), ("ids", "1"), ("ids", "2"), ("age", ""), ("news", "on"), ("level", "high"), ("address.city", "Bonn"),
        })
        {
            form.Add(new StringContent(text), name);
        }

        Assert.Equal(
            """
            {"topics":["x"],"ids":[1,2],"age":null,"news":true,"level":"High",
            "address":{"city":"Bonn","zip":null},"city":"Bonn","file":"f.bin","missing":true}
            """.ReplaceLineEndings(""),
            await (await _client.PostAsync("/api/forms/part", form, Stop)).Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_function_has_several_form_parameters()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(new byte[5]), "file", "f.bin" },
            { new ByteArrayContent(new byte[2]), "raw", "r.bin" },
        };
        foreach (var (name, text) in new[]
        {
            ("name", "n"), ("age", ""), ("topics", "x"), ("ids", "1"), ("ids", "2"), ("home.city", "Bonn"),
        })
        {
            form.Add(new StringContent(text), name);
        }

        Assert.Equal(
            "n  x 1+2 Bonn free 2 f.bin 5",
            await (await _client.PostAsync("/api/forms/several", form, Stop)).Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("/api/forms/several", "age=1", "The parameter 'name' is missing from the form.")]
    [InlineData("/api/forms/several", "name=n&age=x", "The value 'x' of parameter 'age' is not a valid 'int'.")]
    [InlineData("/api/forms/members", "price=1,5", "The value '1,5' of parameter 'price' is not a valid 'decimal'.")]
    public async Task A_form_parameter_that_cannot_be_bound_is_named(string path, string form, string detail) =>
        Assert.Equal(
            detail,
            (await ExpectProblemAsync(await PostAsync(path, Urlencoded, Encoding.UTF8.GetBytes(form)), 400, "Bad Request")).Detail);

    [Theory]
    [InlineData("/api/forms/optional", "other=1", "null")]
    [InlineData("/api/forms/optional", "city=B", "B")]
    [InlineData("/api/forms/members", "price=1.5&level=high&done=", "1.5|High|null")]
    [InlineData("/api/forms/filtered", "city=B", "B then B")]
    public async Task A_parameter_of_a_form_is_bound(string path, string form, string expected) =>
        Assert.Equal(expected, await PostFormAsync(path, form));

    [Fact]
    public async Task A_missing_optional_form_is_null_and_a_missing_required_form_is_a_400()
    {
        Assert.Equal("null", await (await PostAsync("/api/forms/optional", null, [])).Content.ReadAsStringAsync(Stop));
        await ExpectProblemAsync(await PostAsync("/api/forms/join/bound", null, []), 400, "Invalid body");
        await ExpectProblemAsync(
            await PostAsync("/api/forms/join/bound", "application/json", "{}"u8.ToArray()), 415, "Unsupported Media Type");
    }

    [Theory]
    [InlineData("file", "file")]
    [InlineData("read", "file")]
    public async Task A_bound_form_may_be_as_large_as_the_limit_of_its_file(string path, string name)
    {
        const int BeyondFormOptions = (128 * 1024 * 1024) + 1;
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[BeyondFormOptions]), name, "f.bin" } };

        Assert.Equal(
            $"{BeyondFormOptions}",
            await (await _client.PostAsync($"/api/forms/limits/{path}", form, Stop)).Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("bound", false)]
    [InlineData("bound", true)]
    [InlineData("read", false)]
    [InlineData("read", true)]
    [InlineData("off", false)]
    [InlineData("off", true)]
    public async Task A_field_of_a_bound_form_may_be_as_large_as_the_limit_of_its_file(string path, bool chunked) =>
        Assert.Equal(
            "5000000",
            await (await PostAsync(
                $"/api/forms/limits/{path}",
                Urlencoded,
                Encoding.UTF8.GetBytes("text=" + new string('x', 5_000_000)),
                chunked)).Content.ReadAsStringAsync(Stop));

    [Theory]
    [InlineData("small")]
    [InlineData("small-read")]
    public async Task A_bound_form_over_the_limit_is_a_413_that_names_it(string path)
    {
        foreach (var type in new[] { Urlencoded, "multipart/form-data; boundary=b" })
        {
            foreach (var chunked in new[] { false, true })
            {
                var body = Encoding.UTF8.GetBytes(
                    $"--b\r\nContent-Disposition: form-data; name=text\r\n\r\n{new string('x', 2000)}\r\n--b--\r\n");

                var problem = await ExpectProblemAsync(
                    await PostAsync($"/api/forms/limits/{path}", type, body, chunked), 413, "Body exceeded 1kb limit");

                Assert.Contains("config.Api.BodyParser.SizeLimit", problem.Detail, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("lengths", Urlencoded, "a=1&b=2&c=3")]
    [InlineData("small-read", "multipart/form-data; boundary=b", "nothing")]
    [InlineData("small-read", "multipart/form-data", "--b--")]
    public async Task A_form_that_cannot_be_read_is_a_400(string path, string type, string body) =>
        await ExpectProblemAsync(await PostAsync($"/api/forms/limits/{path}", type, Encoding.UTF8.GetBytes(body)), 400, "Invalid body");

    private const string Urlencoded = "application/x-www-form-urlencoded";

    private async Task<string> PostFormAsync(string path, string form) =>
        await (await PostAsync(path, Urlencoded, Encoding.UTF8.GetBytes(form))).Content.ReadAsStringAsync(Stop);

    /// <summary>Sends the same fields, urlencoded and multipart, to each kind of parameter.</summary>
    private async Task<IReadOnlyList<HttpResponseMessage>> SendFormAsync(string type, string form)
    {
        var responses = new List<HttpResponseMessage>();
        foreach (var way in _ways)
        {
            responses.Add(await PostAsync(
                $"/api/forms/{type}/{way}", Urlencoded, Encoding.UTF8.GetBytes(form.Replace("+", "%2B", StringComparison.Ordinal))));
            using var multipart = new MultipartFormDataContent("b");
            foreach (var field in form.Split('&').Select(field => Uri.UnescapeDataString(field).Split('=', 2)))
            {
                var content = new StringContent(field.ElementAtOrDefault(1) ?? "");
                content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{field[0]}\"" };
                multipart.Add(content);
            }

            responses.Add(await _client.PostAsync($"/api/forms/{type}/{way}", multipart, Stop));
        }

        return responses;
    }

    private async Task ExpectFormAsync(string type, string form, string expected)
    {
        var bodies = new List<string>();
        foreach (var response in await SendFormAsync(type, form))
        {
            bodies.Add(await response.Content.ReadAsStringAsync(Stop));
        }

        Assert.Equal(Enumerable.Repeat(expected, 6), bodies);
    }

    private async Task ExpectMisfitAsync(string type, string form, string detail)
    {
        foreach (var response in await SendFormAsync(type, form))
        {
            Assert.Equal(detail, (await ExpectProblemAsync(response, 400, "Invalid body")).Detail);
        }
    }
}
