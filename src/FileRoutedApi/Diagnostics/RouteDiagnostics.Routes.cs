namespace FileRoutedApi.Diagnostics;

/// <content>FRA1xxx: names and routes. Where Next.js reports the same mistake, the first sentence is its text.</content>
internal static partial class RouteDiagnostics
{
    public static RouteDiagnostic CatchAllNotLast(string file, string catchAll) =>
        Error(
            DiagnosticIds.FRA1001_CatchAllNotLast, file,
            $"Catch-all must be the last part of the URL. Move '{catchAll}' to the end of the path.");

    public static RouteDiagnostic ThreeDotCharacter(string file, string name) =>
        Error(
            DiagnosticIds.FRA1002_ThreeDotCharacter, file,
            $"Detected a three-dot character ('…') at ('{name}'). Did you mean ('...')?");

    public static RouteDiagnostic ExtraBrackets(string file, string name) => Error(
        DiagnosticIds.FRA1003_ExtraBrackets, file,
        $"Segment names may not start or end with extra brackets ('{name}'). Write '[name]', '[...name]' or '[[...name]]'.");

    public static RouteDiagnostic ErroneousPeriods(string file, string name) => Error(
        DiagnosticIds.FRA1004_ErroneousPeriods, file,
        $"Segment names may not start with erroneous periods ('{name}'). A catch-all has exactly three: '[...name]'.");

    public static RouteDiagnostic DifferentSlugNames(string file, string name, string otherName, string otherFile) => Error(
        DiagnosticIds.FRA1005_DifferentSlugNames, file,
        $"You cannot use different slug names for the same dynamic path ('{otherName}' !== '{name}'). "
        + $"'{otherFile}' has the other name; use the same name in both.");

    public static RouteDiagnostic RepeatedSlugName(string file, string name) => Error(
        DiagnosticIds.FRA1006_RepeatedSlugName, file,
        $"You cannot have the same slug name \"{name}\" repeat within a single dynamic path. "
        + "Rename one of them (names are case-insensitive).");

    public static RouteDiagnostic SimilarSlugNames(string file, string name, string otherName) => Error(
        DiagnosticIds.FRA1007_SimilarSlugNames, file,
        $"You cannot have the slug names \"{name}\" and \"{otherName}\" differ only by non-word symbols within a single dynamic path. "
        + "Rename one of them.");

    public static RouteDiagnostic OptionalBesideRequiredCatchAll(string file, string optional, string required, string otherFile) => Error(
        DiagnosticIds.FRA1008_OptionalBesideRequiredCatchAll, file,
        $"You cannot use both a required and optional catch-all route at the same level (\"{required}\" and \"{optional}\"). "
        + $"'{otherFile}' is the other one; keep one of the two.");

    public static RouteDiagnostic OptionalParameter(string file, string segment) => Error(
        DiagnosticIds.FRA1009_OptionalParameter, file,
        $"Optional route parameters are not yet supported (\"{segment}\"). Use '[name]' with an 'index' file beside it, or '[[...name]]'.");

    public static RouteDiagnostic SameSpecificity(string file, string pattern, string optionalPattern, string otherFile) => Error(
        DiagnosticIds.FRA1010_SameSpecificity, file,
        "You cannot define a route with the same specificity as an optional catch-all route "
        + $"(\"{pattern}\" and \"{optionalPattern}\"). '{otherFile}' already handles that path; remove one of the two.");

    public static RouteDiagnostic DuplicateRoute(string file, string pattern, string otherFile) => Error(
        DiagnosticIds.FRA1011_DuplicateRoute, file,
        $"'{otherFile}' already handles '{pattern}'. Remove or rename one of the two files.");

    public static RouteDiagnostic DiffersByCase(string file, string otherFile) => Error(
        DiagnosticIds.FRA1012_DiffersByCase, file,
        $"'{otherFile}' differs only by case or by its Unicode normalization form (composed or decomposed), "
        + "and URLs do not distinguish these. Remove or rename one of the two files.");

    public static RouteDiagnostic InvalidCharacter(string file, string segment) => Error(
        DiagnosticIds.FRA1013_InvalidCharacter, file,
        $"The name '{segment}' has a character that is not allowed in a route: '?', '\\', a quotation mark, a control character or '%2F'; "
        + "in a parameter also '{', '}' and '*'. Rename it.");

    public static RouteDiagnostic TooManySegments(string file, int count, int maximum) => Error(
        DiagnosticIds.FRA1014_TooManySegments, file,
        $"The route has {count} segments, and ASP.NET Core allows {maximum}. Use fewer folders, or a catch-all.");

    public static RouteDiagnostic EmptyParameterName(string file, string segment) => Error(
        DiagnosticIds.FRA1015_EmptyParameterName, file,
        $"The parameter '{segment}' has no name. Put a name between the brackets, such as '[id]'.");

    /// <param name="suggestion">The special file that may have been meant; null if none is close.</param>
    public static RouteDiagnostic UnknownUnderscoreName(string file, string? suggestion) => Warning(
        DiagnosticIds.FRA1016_UnknownUnderscoreName, file,
        suggestion is not null
            ? $"This special file is unknown, so it is ignored. Did you mean '{suggestion}'?"
            : "A name that begins with '_' is reserved for special files, and this is not one of them, so the file is ignored. "
                + "Rename it, or move shared code into a '_lib' folder.");

    public static RouteDiagnostic LinkOutside(string file, string target) => Error(
        DiagnosticIds.FRA1017_LinkOutside, file,
        $"The link leads out of the folder, to '{target}', and is not followed. Copy the file into the folder, or remove the link.");

    public static RouteDiagnostic BrokenLink(string file) => Error(
        DiagnosticIds.FRA1018_BrokenLink, file,
        "The target of the link does not exist, or is a folder that contains the link. Fix or remove the link.");

    public static RouteDiagnostic UnreadableFile(string file, string reason, int line = 1) => Error(
        DiagnosticIds.FRA1019_UnreadableFile, file,
        $"The file cannot be read: {Reason(reason)}. Fix its content or its permissions.", line);

    public static RouteDiagnostic NoRouteFiles(string folder) => Warning(
        DiagnosticIds.FRA1020_NoRouteFiles,
        $"The folder '{folder}' has no route files, so the response to every request is 404. {FirstRoute}");

    public static RouteDiagnostic SecondFolderFile(string file, string otherFile) => Error(
        DiagnosticIds.FRA1021_SecondFolderFile, file,
        $"'{otherFile}' is a special file of the same kind for this folder. Remove one of the two files.");

    public static RouteDiagnostic NotFoundInGroup(string file) => Error(
        DiagnosticIds.FRA1022_NotFoundInGroup, file,
        "A folder in parentheses is not part of the URL, so no unmatched path is below it. "
        + "Move the file to a folder that is part of the URL.");

    public static RouteDiagnostic PartialParameter(string file, string segment, string suggestion) => Error(
        DiagnosticIds.FRA1023_PartialParameter, file,
        $"'{segment}' has a bracket beside other text, but a parameter is a whole segment of the URL. "
        + $"Name the file '{suggestion}' and split the value in the function, or use one segment for each part.");

    public static RouteDiagnostic ForeignParameter(string file, string segment, string suggestion) => Error(
        DiagnosticIds.FRA1024_ForeignParameter, file,
        $"'{segment}' is a parameter in other frameworks, but literal text here. Name the file '{suggestion}'.");

    public static RouteDiagnostic PageBesideRoute(string file, string pattern, string otherFile) => Error(
        DiagnosticIds.FRA1030_PageBesideRoute, file,
        $"Conflicting route and page at '{pattern}': '{otherFile}' handles the same URL. Move one of the two to another folder.");

    public static RouteDiagnostic NoRootLayout(string file) => Error(
        DiagnosticIds.FRA1031_NoRootLayout, file,
        "The page has no root layout. Create 'app/layout.cs' with: "
        + "Html Layout(Html children) => $\"<html lang=\\\"en\\\"><body>{children}</body></html>\";");

    public static RouteDiagnostic NotASpecialFile(string file, string suggestion) => Error(
        DiagnosticIds.FRA1032_NotASpecialFile, file,
        $"The name is not that of a special file of 'app/', so no request reaches the file. Rename it to '{suggestion}'.");

    public static RouteDiagnostic UnsupportedSpecialFile(string file) => Error(
        DiagnosticIds.FRA1033_UnsupportedSpecialFile, file,
        "This special file of Next.js does not exist here. Remove the file, or rename it if it is shared code.");

    public static RouteDiagnostic SecondStartup(string file, string otherFile) => Error(
        DiagnosticIds.FRA1034_SecondStartup, file,
        $"'{otherFile}' is the start-up file of the application already. Move the functions of one into the other.");

    public static RouteDiagnostic PublicFileHidden(string file, string route) => Warning(
        DiagnosticIds.FRA1040_PublicFileHidden, file,
        $"The file is never served, because '{route}' handles its path. Rename or remove one of the two files.");

    public static RouteDiagnostic SamePublicPath(string file, string otherFile) => Warning(
        DiagnosticIds.FRA1041_SamePublicPath, file,
        $"The file is never served, because '{otherFile}' has the same path in another Unicode normalization form "
        + "(composed or decomposed). Remove or rename one of the two files.");
}
