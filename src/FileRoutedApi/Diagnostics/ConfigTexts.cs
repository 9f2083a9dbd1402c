using System.Globalization;

namespace FileRoutedApi.Diagnostics;

/// <summary>The texts of FRA2025: what is wrong with a <c>config</c>, and what to do.</summary>
internal static class ConfigTexts
{
    public static string BodyNotRead(string file) =>
        $"Api.BodyParser.SizeLimit has no effect, because '{file}' does not read a body. Remove it.";

    public static string BodyWithoutRequest() =>
        "BodyParser is on, but no function of the file takes an ApiRequest, so no body is read or limited. "
        + "Add 'ApiRequest req' to the function, or remove BodyParser.";

    public static string LimitOfDisabledParser(string name, string limit) =>
        $"{name} is disabled, so its SizeLimit {limit} has no effect. Remove 'Enabled = false' or the limit.";

    public static string CacheStatusOutOfRange(int status) =>
        $"Cache.Statuses contains {status}, which is not a final status code. Use codes from 200 to 599.";

    public static string NothingCached() =>
        "Tags and Cache configure cached responses, but the file caches none. Add Revalidate, such as 60, or remove them.";

    public static string StaticButNotCached() =>
        "Dynamic is ForceStatic and Revalidate is 0, which contradict each other. Remove one of them.";

    public static string CachedWithoutGet() =>
        "Revalidate and Dynamic cache responses to GET, but the file has no function for GET. Remove them, or add 'GET'.";

    public static string SocketDuration(string key, double seconds) =>
        $"Socket.{key} is {seconds.ToString(CultureInfo.InvariantCulture)}. Write a number of seconds from 0 to 86400; 0 turns it off.";

    public static string SocketProtocol(string protocol) =>
        $"Socket.Protocols contains '{protocol}', which is not a valid subprotocol. Write a name without spaces and commas, such as chat.v1.";

    public static string SocketWithoutFunction() =>
        "Socket configures WebSockets, but the file has no function for them. Add 'async Task SOCKET(WebSocket socket)', or remove Socket.";

    public static string DurationOfSocket() =>
        "MaxDuration limits how long a response may take, and a WebSocket has no maximum duration. Remove it, "
        + "and end the function when its time is over.";

    public static string RevalidateOutOfRange(string value) =>
        $"Invalid revalidate value {value}, must be a non-negative number or false. "
        + "Write a number of seconds, or false to cache until the response is revalidated.";

    public static string TooManyTags(int count, int maximum) => $"There are {count} Tags. Use at most {maximum}.";

    public static string TagLength(string tag, int maximum) => $"Tags contains '{tag}'. Write a name of 1 to {maximum} characters.";

    public static string EmptyAuthorizeName(string key, string value) =>
        $"Authorize.{key} is '{value}', which contains an empty name. Write a name, or remove it.";

    public static string CredentialsForEveryOrigin() =>
        "Cors allows credentials for every origin. Browsers refuse this, and it would let any site act for the user. "
        + "Name the origins instead of '*'.";

    public static string InvalidOrigin(string origin) =>
        $"Cors.Origins contains '{origin}', which is not a valid origin. "
        + "Write a scheme and a host without a path or a trailing slash, such as https://app.example.";

    public static string CorsWithoutOrigins() =>
        "Cors has no Origins, so nothing is allowed. Add Origins, such as [\"https://app.example\"].";

    public static string CorsMaxAgeOutOfRange(long maxAge) => $"Cors.MaxAge is {maxAge}. Write a number of seconds, 0 or more.";

    public static string RateLimitWithoutPermits() => "RateLimit has no Permits, so nothing is limited. Add Permits, such as 100.";

    public static string PermitsOutOfRange(long permits) => $"RateLimit.Permits is {permits}. Write a number from 1 to 1000000.";

    public static string WindowOutOfRange(double window) => string.Create(
        CultureInfo.InvariantCulture, $"RateLimit.Window is {window}. Write a number of seconds, more than 0 and at most 86400.");

    public static string InvalidHeader(string name, string value) =>
        $"Headers has '{name}: {value}', which cannot be sent. Write the name of a header that the server does not set itself, "
        + "and a value of visible ASCII characters.";

    public static string InvalidMatcher(string source, string reason) =>
        $"Invalid middleware matcher '{source}': {reason.TrimEnd('.')}. Write a path such as /api/admin/:path*.";

    public static string MatcherOutsideFolder(string source, string pattern) =>
        $"Invalid middleware matcher '{source}': it cannot match a path below '{pattern}'. "
        + $"Write the whole path, such as {pattern.TrimEnd('/')}/:path*.";

    public static string MatcherMethod(string method) =>
        $"Invalid middleware matcher: '{method}' is not a valid method. Methods are upper case, such as POST.";

    public static string ConditionWithoutName(string kind) =>
        $"Invalid middleware matcher: a condition of kind {kind} has no name. Add the name.";

    public static string InvalidCondition(string kind, string pattern, string reason) =>
        $"Invalid middleware matcher: the pattern '{pattern}' of a condition of kind {kind} is not valid: "
        + $"{reason.TrimEnd('.')}. Fix the pattern.";

    public static string InvalidCron(string cron, string reason) =>
        $"Cron '{cron}' is not valid: {reason.Trim().TrimEnd('.')}. Write five fields, such as '0 2 * * *' for every day at 2:00, "
        + "or six with the second in front.";

    public static string CronNeverDue(string cron) => $"Cron '{cron}' is never due. Correct the day or the month.";

    public static string UnknownTimeZone(string zone) =>
        $"TimeZone '{zone}' does not exist on this system. Write an IANA name, such as 'Europe/Berlin', or 'UTC'.";

    public static string NoTimeZones(string zone) =>
        $"TimeZone '{zone}' is not known, because this system has no time zone data. Install the package tzdata, or use a container "
        + "image whose tag ends with '-extra'. 'UTC' needs no data.";

    public static string JobDuration(int seconds, int maximum) => $"MaxDuration is {seconds}. Write a number of seconds, from 1 to {maximum}.";

    public static string WaitsAndSkips() =>
        "Missed is Skip and Overlap is Wait, but a run that waits for more than a minute counts as missed. Write 'Missed = JobMissed.RunOnce', "
        + "or another value of Overlap.";

    public static string RetryAttempts(int attempts, int maximum) => $"Retry.Attempts is {attempts}. Write a number from 0 to {maximum}.";

    public static string RetrySeconds(string key, double seconds, int maximum) => string.Create(
        CultureInfo.InvariantCulture, $"Retry.{key} is {seconds}. Write a number of seconds, from 0 to {maximum}.");

    public static string RetryFactor(double factor) => string.Create(
        CultureInfo.InvariantCulture, $"Retry.Factor is {factor}. Write a number from 1 to 100.");

    public static string EnabledWithoutCron() =>
        "EnabledBy switches the schedule off, but the job has none. Add Cron, or remove EnabledBy.";
}
