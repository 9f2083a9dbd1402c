namespace FileRoutedApi.Tests.Http;

/// <summary>
/// The preset beside the list of the OWASP Secure Headers Project, <c>ci/headers_add.json</c> of 2024-09-02
/// (https://owasp.org/www-project-secure-headers/). A difference is a decision, which the remarks of <see cref="SecurityHeaders"/>
/// and docs/middleware.md explain.
/// </summary>
public class SecurityHeadersTests
{
    private static readonly string[] _names =
    [
        "Cache-Control", "Clear-Site-Data", "Content-Security-Policy", "Cross-Origin-Embedder-Policy", "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy", "Permissions-Policy", "Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options",
        "X-Frame-Options", "X-Permitted-Cross-Domain-Policies",
    ];

    // Caching is a decision of each response; Clear-Site-Data belongs to logging out; images of other sites would be blocked.
    private static readonly string[] _omitted = ["Cache-Control", "Clear-Site-Data", "Cross-Origin-Embedder-Policy"];

    [Fact]
    public void The_preset_has_the_headers_of_the_list() =>
        Assert.Equal(_names.Except(_omitted), new SecurityHeaders().Select(header => header.Key).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Cross-Origin-Opener-Policy", "same-origin")]
    [InlineData("Cross-Origin-Resource-Policy", "same-origin")]
    [InlineData("X-Content-Type-Options", "nosniff")]
    [InlineData("X-Frame-Options", "deny")]
    [InlineData("X-Permitted-Cross-Domain-Policies", "none")]
    public void A_value_is_that_of_the_list(string name, string value) =>
        Assert.Equal(value, new SecurityHeaders()[name], ignoreCase: true);

    [Theory]
    [InlineData("form-action 'self'")]
    [InlineData("object-src 'none'")]
    [InlineData("frame-ancestors 'none'")]
    public void The_policy_has_the_directives_of_the_list_that_do_not_restrict_scripts_and_styles(string directive) =>
        Assert.Contains(directive, new SecurityHeaders()["Content-Security-Policy"]!.Split("; "));

    [Fact]
    public void The_permissions_are_some_of_the_list() =>
        Assert.Empty(new SecurityHeaders()["Permissions-Policy"]!.Split(", ").Except(["camera=()", "geolocation=()", "microphone=()"]));

    // OWASP adds includeSubDomains, which is a decision about other hosts, and has no-referrer, with which browsers send `Origin: null`.
    [Theory]
    [InlineData("Strict-Transport-Security", "max-age=31536000")]
    [InlineData("Referrer-Policy", "strict-origin-when-cross-origin")]
    public void A_value_that_differs_from_the_list_is_the_documented_one(string name, string value) =>
        Assert.Equal(value, new SecurityHeaders()[name]);

    [Fact]
    public void The_documentation_has_all_values()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/middleware.md"));

        Assert.All(new SecurityHeaders(), header =>
        {
            Assert.Contains($"`{header.Key}`", page, StringComparison.Ordinal);
            Assert.Contains($"`{header.Value}`", page, StringComparison.Ordinal);
        });
    }
}
