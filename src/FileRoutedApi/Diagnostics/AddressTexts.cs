namespace FileRoutedApi.Diagnostics;

/// <summary>The texts of FRA3005 and FRA3105: why the server cannot listen on an address.</summary>
internal static class AddressTexts
{
    public const string NoScheme = "it has no scheme";
    public const string UnknownScheme = "its scheme is not http or https";
    public const string NoHost = "it has no host";
    public const string InvalidHost = "its host is not a name or an IP address";
    public const string InvalidPort = "its port is not a number from 0 to 65535";
    public const string IPv6WithoutBrackets = "an IPv6 address needs brackets";
    public const string HasPath = "it has a path, and the path belongs to FileRoutes:BasePath";
    public const string FreePortOfLocalhost = "'localhost' has several addresses, which cannot have the same free port";

    public static string InUse(string address) => $"another process listens on {address}";

    public static string NotPermitted(string address) => $"{address} needs more permissions, as ports below 1024 usually do";
}
