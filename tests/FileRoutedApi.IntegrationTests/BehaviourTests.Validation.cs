using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FileRoutedApi.IntegrationTests;

public abstract partial class BehaviourTests
{
    private const string OrderWith = """{"name":"abc","count":1,""";

    public static TheoryData<string, string, string?, string> RefusedData() => new()
    {
        // Parameters: every source.
        { "GET", "parameters?take=5000", null, "take: The field take must be between 1 and 100." },
        {
            "GET",
            "parameters?take=0&q=long",
            null,
            "q: The field q must be a string with a maximum length of 3. | take: The field take must be between 1 and 100."
        },
        { "GET", "parameters?tag=a&tag=b&tag=c", null, "tag: The field tag must be a string or array type with a maximum length of '2'." },
        { "GET", "parameters?page=10", null, "page: The field The page must be between 1 and 9." },
        { "GET", "parameters", "X-Code: A1", "X-Code: The field X-Code must match the regular expression '^[a-z]+$'." },
        { "GET", "of/10", null, "id: The field id must be between 1 and 9." },
        { "GET", "required", null, "q: The q field is required." },
        {
            "POST",
            "parameters",
            "note=long",
            "file: The file field is required. | note: The field note must be a string or array type with a maximum length of '3'."
        },
        { "POST", "array", """["a"]""", "lines: The field lines must be a string or array type with a minimum length of '2'." },

        // Types with [AsParameters]: their members, the object itself, and a body among the members.
        { "GET", "parts?limit=0", null, "limit: The field limit must be between 1 and 100." },
        {
            "GET",
            "parts?LIMIT=101&from=2000",
            null,
            "from: 'Offset' must be less than '1000'. | limit: The field limit must be between 1 and 100."
        },
        { "GET", "parts?from=-1", null, "from: It is negative." },
        { "GET", "parts?from=1000", null, "from: 'Offset' must be less than '1000'." },
        { "GET", "parts", "X-Sort: random", "X-Sort: The field X-Sort must be a string or array type with a maximum length of '4'." },
        { "POST", "parts?page=1", """{"name":"long","count":1}""", "name: The field Name must be a string with a maximum length of 3." },
        { "PUT", "parts?page=10", """[{"sku":""}]""", "[0].sku: 'Sku' must not be empty. | page: The field page must be between 1 and 9." },

        // Bodies: attributes on record parameters and on properties, nested types, lists, dictionaries.
        { "POST", "order", """{"count":6}""", "count: The field Count must be between 1 and 5. | name: The Name field is required." },
        { "PUT", "order", """{"count":6}""", "count: The field Count must be between 1 and 5. | name: The Name field is required." },
        { "POST", "typed-order", """{"count":6}""", "count: The field Count must be between 1 and 5. | name: The Name field is required." },
        {
            "POST",
            "order",
            OrderWith + """ "home":{"zipCode":"1","number":0}}""",
            "home.number: The field House number must be between 1 and 999. | "
            + "home.zipCode: The field ZipCode must be a string or array type with a minimum length of '5'."
        },
        { "POST", "order", OrderWith + """ "lines":[{"sku":"a"},{}]}""", "lines[1].sku: The Sku field is required." },
        {
            "POST",
            "order",
            OrderWith + """ "lines":[{},{},{}]}""",
            "lines: The field Lines must be a string or array type with a maximum length of '2'."
        },
        {
            "POST",
            "order",
            OrderWith + """ "named":{"a":{"sku":"a"},"b":{},"c d":{}}}""",
            "named.b.sku: The Sku field is required. | named['c d'].sku: The Sku field is required."
        },
        { "POST", "order", OrderWith + """ "e-mail":"nowhere"}""", "e-mail: The Mail field is not a valid e-mail address." },
        { "POST", "order", OrderWith + """ "shape":{"$type":"square","size":0}}""", "shape.size: The field Size must be between 1 and 9." },
        {
            "POST",
            "order",
            OrderWith + """ "time":{"from":2,"to":1}}""",
            "time.from: It ends before it begins. | time.to: It ends before it begins. | time: It has no length."
        },
        {
            "POST",
            "order",
            OrderWith + "\"again\":" + OrderWith + """ "again":{"count":1}}}""",
            "again.again.name: The Name field is required."
        },
        { "POST", "annotated-lines", """[{"sku":"a"},{"sku":""}]""", "[1].sku: The Sku field is required." },
        { "PUT", "annotated-lines", """{"a":[{"sku":"a"},{}]}""", "a[1].sku: The Sku field is required." },
        { "POST", "whole", """{"first":1,"second":2}""", "pair: The sum is odd." },
        { "PATCH", "whole", """{"first":1,"second":2}""", "second: 'Second' and 'First' do not match." },
        {
            "PUT",
            "whole",
            """{"from":2,"to":1}""",
            "from: It ends before it begins. | time: It has no length. | to: It ends before it begins."
        },
        { "POST", "form", "zipCode=1&number=2", "zipCode: The field ZipCode must be a string or array type with a minimum length of '5'." },
        { "PUT", "form", "zipCode=1&number=2", "zipCode: The field ZipCode must be a string or array type with a minimum length of '5'." },

        // Validators of FluentValidation: the items of collections, and derived types.
        { "POST", "lines", """[{"sku":"a"},{"sku":""}]""", "[1].sku: 'Sku' must not be empty." },
        { "PUT", "lines", """[{"sku":"a"},{"sku":""}]""", "[1].sku: 'Sku' must not be empty." },
        { "PATCH", "lines", """[{"sku":"a"},{"sku":""}]""", "[1].sku: 'Sku' must not be empty." },
        { "GET", "lines?lines=x", null, "lines.second.sku: 'Sku' must not be empty." },
        { "POST", "typed-lines", """[{"sku":"a"},{"sku":""}]""", "[1].sku: 'Sku' must not be empty." },
        { "PUT", "typed-lines", """{"a":{"sku":"a"},"b":{"sku":""}}""", "b.sku: 'Sku' must not be empty." },
        { "PATCH", "typed-lines", """{"a":[],"b":[null,{"sku":""}]}""", "b[1].sku: 'Sku' must not be empty." },
        { "POST", "derived", """{"sku":"","size":0}""", "size: 'Size' must be greater than '0'. | sku: 'Sku' must not be empty." },
        { "PUT", "derived", """[{"sku":"a","size":1},{"sku":"","size":1}]""", "[1].sku: 'Sku' must not be empty." },
        { "PATCH", "derived", """{"sku":"","size":1}""", "sku: 'Sku' must not be empty." },
        { "POST", "polymorphic", """{"$type":"dog","name":""}""", "name: 'Name' must not be empty." },
        { "PUT", "polymorphic", """[{},{"$type":"dog","name":""}]""", "[1].name: 'Name' must not be empty." },

        // Validators run only if the attributes are satisfied, so they can rely on required members.
        { "POST", "both", """{"size":0}""", "name: The Name field is required." },
        { "POST", "both", """{"name":"ab","size":0}""", "name: It is short. | size: 'Size' must be greater than '0'." },

        // Thrown by the function.
        { "POST", "thrown?kind=fluent", "{}", "e-mail: It is taken. | lines[1].unitPrice: It is low." },
        { "POST", "thrown?kind=validate-and-throw", """{"e-mail":""}""", "e-mail: It is short." },
        { "POST", "thrown?kind=annotations", "{}", "e-mail: It is taken. | lines: It is taken." },
        { "POST", "thrown?kind=validate-object", "{}", "e-mail: It is high." },
        { "POST", "thrown?kind=aggregate", "{}", "e-mail: It is taken." },
    };

    [Theory]
    [MemberData(nameof(RefusedData))]
    public async Task Data_that_violates_a_rule_is_a_400_with_the_errors_under_the_names_of_the_client(
        string method, string path, string? sent, string errors)
    {
        var response = await SendDataAsync(method, path, sent);

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal((400, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("One or more validation errors occurred.", problem.GetProperty("title").GetString());
        Assert.Equal(errors, ErrorsOf(problem));
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains("/api/validated/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "parameters", null)]
    [InlineData("GET", "parameters?take=1&q=abc&tag=a&page=9", "X-Code: abc")]
    [InlineData("GET", "of/9", null)]
    [InlineData("GET", "required?q=a", null)]
    [InlineData("GET", "parts?limit=100&from=0", "X-Sort: abcd")]
    [InlineData("POST", "parts?page=1", """{"name":"abc","count":1}""")]
    [InlineData("PUT", "parts?page=1", "[]")]
    [InlineData(
        "POST", "order", """{"name":"abc","count":1,"shape":{"$type":"square","size":1},"time":{"from":1,"to":2},"lines":[{"sku":"a"}]}""")]
    [InlineData("PUT", "order", null)]
    [InlineData("POST", "whole", """{"first":1,"second":1}""")]
    [InlineData("POST", "lines", "[]")]
    [InlineData("POST", "lines", """[null,{"sku":"a"}]""")]
    [InlineData("GET", "lines", null)]
    [InlineData("POST", "derived", """{"sku":"a","size":1}""")]
    [InlineData("POST", "polymorphic", "{}")]
    [InlineData("POST", "both", """{"name":"abc","size":1}""")]
    [InlineData("POST", "thrown?kind=none", "{}")]
    public async Task Valid_data_reaches_the_function(string method, string path, string? sent) =>
        Assert.Equal("reached", await (await SendDataAsync(method, path, sent)).Content.ReadAsStringAsync(Stop));

    [Theory]
    [InlineData("api", 422, "One or more validation errors occurred.", null, "e-mail: has already been taken")]
    [InlineData("api-text", 409, "Taken", "By another.", "e-mail: has already been taken")]
    [InlineData("fluent-text", 400, "One or more validation errors occurred.", "Nothing fits.", "")]
    public async Task An_ApiException_may_have_errors_by_name(string kind, int status, string title, string? detail, string errors)
    {
        var response = await SendDataAsync("POST", $"thrown?kind={kind}", "{}");

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(
            (status, status, title, detail, errors),
            ((int)response.StatusCode, problem.GetProperty("status").GetInt32(), problem.GetProperty("title").GetString(),
                problem.TryGetProperty("detail", out var found) ? found.GetString() : null, ErrorsOf(problem)));
    }

    [Theory]
    [InlineData("lines")]
    [InlineData("annotated-lines")]
    public async Task A_list_with_a_hundred_thousand_errors_gets_a_response_with_the_first_of_them(string path)
    {
        var response = await SendDataAsync("POST", path, $"[{string.Join(',', Enumerable.Repeat("""{"sku":""}""", 90_000))}]");

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal((400, 200), ((int)response.StatusCode, problem.GetProperty("errors").EnumerateObject().Count()));
    }

    /// <param name="sent">A header of a GET; otherwise the body, JSON or a form.</param>
    private async Task<HttpResponseMessage> SendDataAsync(string method, string path, string? sent)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/validated/{path}");
        switch (sent?.Split([": "], 2, StringSplitOptions.None))
        {
            case [var name, var value] when method == "GET":
                request.Headers.Add(name, value);
                break;
            case not null:
                request.Content = new StringContent(
                    sent, Encoding.UTF8, sent is ['{' or '[', ..] ? "application/json" : "application/x-www-form-urlencoded");
                break;
            default:
                break;
        }

        return await _client.SendAsync(request, Stop);
    }

    private static string ErrorsOf(JsonElement problem) => string.Join(" | ", problem.GetProperty("errors").EnumerateObject()
        .SelectMany(error => error.Value.EnumerateArray().Select(message => $"{error.Name}: {message.GetString()}"))
        .Order(StringComparer.Ordinal));
}
