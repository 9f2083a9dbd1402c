internal static class Guard
{
    public static object Deny() => throw new ApiException(403, "Not you");
}
