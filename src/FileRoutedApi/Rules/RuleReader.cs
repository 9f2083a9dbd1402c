using FileRoutedApi.Config;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Rules;

/// <summary>Converts the settings of rules. Each mistake names the key of the setting.</summary>
internal sealed class RuleReader
{
    private const string Section = nameof(FileRoutesOptions.Rules);

    private static readonly int[] _statuses =
    [
        StatusCodes.Status301MovedPermanently, StatusCodes.Status302Found, StatusCodes.Status303SeeOther,
        StatusCodes.Status307TemporaryRedirect, StatusCodes.Status308PermanentRedirect,
    ];

    private readonly List<RouteDiagnostic> _mistakes = [];

    /// <summary>Gets an error (FRA3002) for each value that is not valid.</summary>
    public IReadOnlyList<RouteDiagnostic> Mistakes => _mistakes;

    public IReadOnlyList<(RuleSource Source, RuleDestination Destination, int Status)> ReadRedirects(IList<RedirectRule> rules) =>
    [
        .. from each in rules.Index()
           let key = $"{Section}:{nameof(RulesSettings.Redirects)}:{each.Index}"
           let source = SourceOf(each.Item, key)
           let destination = DestinationOf(each.Item.Destination, key, source, isPath: false)
           let status = StatusOf(each.Item, key)
           where source is not null && destination is not null
           select (source, destination, status),
    ];

    public IReadOnlyList<(RuleSource Source, RuleDestination Destination)> ReadRewrites(IList<RewriteRule> rules) =>
    [
        .. from each in rules.Index()
           let key = $"{Section}:{nameof(RulesSettings.Rewrites)}:{each.Index}"
           let source = SourceOf(each.Item, key)
           let destination = DestinationOf(each.Item.Destination, key, source, isPath: true)
           where source is not null && destination is not null
           select (source, destination),
    ];

    public IReadOnlyList<(RuleSource Source, FolderHeaders Headers)> ReadHeaders(IList<HeaderRule> rules) =>
    [
        .. from each in rules.Index()
           let key = $"{Section}:{nameof(RulesSettings.Headers)}:{each.Index}"
           let source = SourceOf(each.Item, key)
           let headers = HeadersOf(each.Item, $"{key}:{nameof(HeaderRule.Headers)}")
           where source is not null
           select (source, headers),
    ];

    private RuleSource? SourceOf(RouteRule rule, string key)
    {
        var conditions = new MiddlewareMatcher
        {
            Has = ConditionsOf(rule.Has, $"{key}:{nameof(rule.Has)}"),
            Missing = ConditionsOf(rule.Missing, $"{key}:{nameof(rule.Missing)}"),
        };
        try
        {
            return new RuleSource(rule, conditions);
        }
        catch (FormatException exception)
        {
            Add($"{key}:{nameof(rule.Source)}", rule.Source, $"{exception.Message.TrimEnd('.')}. Write a path such as /old/:slug.");
            return null;
        }
    }

    private List<MatcherCondition> ConditionsOf(IList<RuleCondition> conditions, string key)
    {
        var found = new List<MatcherCondition>();
        foreach (var (index, condition) in conditions.Index())
        {
            MatcherCondition? created = condition.Type.ToUpperInvariant() switch
            {
                "HEADER" => MatcherCondition.Header(condition.Key, condition.Value),
                "COOKIE" => MatcherCondition.Cookie(condition.Key, condition.Value),
                "QUERY" => MatcherCondition.Query(condition.Key, condition.Value),
                "HOST" => MatcherCondition.Host(condition.Value ?? ".*"),
                _ => null,
            };
            if (created is null)
            {
                Add($"{key}:{index}:{nameof(condition.Type)}", condition.Type, "Write header, cookie, query or host.");
            }
            else if (RequestMatcher.FindMistakes(new MiddlewareMatcher { Has = [created] }).FirstOrDefault() is { } mistake)
            {
                Add($"{key}:{index}", condition.Value ?? condition.Key, mistake);
            }
            else
            {
                found.Add(created);
            }
        }

        return found;
    }

    private RuleDestination? DestinationOf(string text, string key, RuleSource? source, bool isPath)
    {
        var destination = RuleDestination.TryParse(text);
        key = $"{key}:{nameof(RedirectRule.Destination)}";
        if (destination is null || (isPath && (destination.Origin.Length > 0 || destination.Fragment.Length > 0)))
        {
            Add(key, text, isPath
                ? "Write a path such as /new/:slug. To forward requests to another server, use YARP in _startup.cs."
                : "Write a path such as /new/:slug, or a URL such as https://example.com/:slug.");
            return null;
        }

        if (source is not null && destination.Names.FirstOrDefault(name => !source.Names.Contains(name)) is { } unknown)
        {
            Add(key, text, $"The source has no parameter ':{unknown}'.");
            return null;
        }

        return destination;
    }

    private int StatusOf(RedirectRule rule, string key)
    {
        if (rule.StatusCode is { } status)
        {
            if (!_statuses.Contains(status) || rule.Permanent is not null)
            {
                Add($"{key}:{nameof(rule.StatusCode)}", $"{status}", "Write 301, 302, 303, 307 or 308, or only Permanent.");
            }

            return status;
        }

        if (rule.Permanent is null)
        {
            Add($"{key}:{nameof(rule.Permanent)}", null, "Write true for 308, which clients may cache for ever, or false for 307.");
        }

        return rule.Permanent == true ? StatusCodes.Status308PermanentRedirect : StatusCodes.Status307TemporaryRedirect;
    }

    private FolderHeaders HeadersOf(HeaderRule rule, string key)
    {
        if (rule.Headers.Count == 0)
        {
            Add(key, null, "Add a header, such as \"X-Robots-Tag\": \"noindex\".");
        }

        foreach (var (name, value) in rule.Headers.Where(header => !HeaderText.IsValid(header.Key, header.Value)))
        {
            Add($"{key}:{name}", value, "Write a header that the server does not set itself, and a value of visible ASCII characters.");
        }

        return new FolderHeaders(rule.Headers);
    }

    private void Add(string key, string? value, string hint) =>
        _mistakes.Add(RouteDiagnostics.InvalidSetting(SettingTexts.Rule(key, value, hint)));
}
