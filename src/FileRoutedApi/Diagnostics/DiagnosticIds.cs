using System.Diagnostics.CodeAnalysis;

namespace FileRoutedApi.Diagnostics;

/// <summary>
/// The ids of all diagnostics, each named after its rule. <see cref="RouteDiagnostics"/> has one method of the same name for each.
/// An id is never reused for another rule: users search for it.
/// </summary>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "The name is the id and the rule.")]
internal static class DiagnosticIds
{
    // Names and routes.
    public const string FRA1001_CatchAllNotLast = "FRA1001";
    public const string FRA1002_ThreeDotCharacter = "FRA1002";
    public const string FRA1003_ExtraBrackets = "FRA1003";
    public const string FRA1004_ErroneousPeriods = "FRA1004";
    public const string FRA1005_DifferentSlugNames = "FRA1005";
    public const string FRA1006_RepeatedSlugName = "FRA1006";
    public const string FRA1007_SimilarSlugNames = "FRA1007";
    public const string FRA1008_OptionalBesideRequiredCatchAll = "FRA1008";
    public const string FRA1009_OptionalParameter = "FRA1009";
    public const string FRA1010_SameSpecificity = "FRA1010";
    public const string FRA1011_DuplicateRoute = "FRA1011";
    public const string FRA1012_DiffersByCase = "FRA1012";
    public const string FRA1013_InvalidCharacter = "FRA1013";
    public const string FRA1014_TooManySegments = "FRA1014";
    public const string FRA1015_EmptyParameterName = "FRA1015";
    public const string FRA1016_UnknownUnderscoreName = "FRA1016";
    public const string FRA1017_LinkOutside = "FRA1017";
    public const string FRA1018_BrokenLink = "FRA1018";
    public const string FRA1019_UnreadableFile = "FRA1019";
    public const string FRA1020_NoRouteFiles = "FRA1020";
    public const string FRA1021_SecondFolderFile = "FRA1021";
    public const string FRA1022_NotFoundInGroup = "FRA1022";
    public const string FRA1023_PartialParameter = "FRA1023";
    public const string FRA1024_ForeignParameter = "FRA1024";
    public const string FRA1040_PublicFileHidden = "FRA1040";
    public const string FRA1041_SamePublicPath = "FRA1041";

    // The contents of route files.
    public const string FRA1030_PageBesideRoute = "FRA1030";
    public const string FRA1031_NoRootLayout = "FRA1031";
    public const string FRA1032_NotASpecialFile = "FRA1032";
    public const string FRA1033_UnsupportedSpecialFile = "FRA1033";
    public const string FRA1034_SecondStartup = "FRA1034";
    public const string FRA1050_InvalidJobName = "FRA1050";
    public const string FRA1051_SecondJob = "FRA1051";
    public const string FRA2001_NoExports = "FRA2001";
    public const string FRA2002_BothStyles = "FRA2002";
    public const string FRA2003_FunctionWithoutEffect = "FRA2003";
    public const string FRA2004_AsyncVoid = "FRA2004";
    public const string FRA2005_GenericExport = "FRA2005";
    public const string FRA2006_AccessModifier = "FRA2006";
    public const string FRA2007_Namespace = "FRA2007";
    public const string FRA2008_TopLevelReturn = "FRA2008";
    public const string FRA2009_AssemblyAttribute = "FRA2009";
    public const string FRA2010_UnsupportedDirective = "FRA2010";
    public const string FRA2011_UnreadableSize = "FRA2011";
    public const string FRA2012_MaxDurationOutOfRange = "FRA2012";
    public const string FRA2013_ThrewWhileLoading = "FRA2013";
    public const string FRA2014_NotUtf8 = "FRA2014";
    public const string FRA2015_ConfigOfOtherType = "FRA2015";
    public const string FRA2016_UnbindableSignature = "FRA2016";
    public const string FRA2017_IgnoredDirective = "FRA2017";
    public const string FRA2018_ValidatorNotCreated = "FRA2018";
    public const string FRA2019_EmptyStartup = "FRA2019";
    public const string FRA2020_StartupSignature = "FRA2020";
    public const string FRA2021_SameEndpointName = "FRA2021";
    public const string FRA2022_AwaitInStartup = "FRA2022";
    public const string FRA2023_NeverLoaded = "FRA2023";
    public const string FRA2024_EmptyMiddleware = "FRA2024";
    public const string FRA2025_InvalidConfig = "FRA2025";
    public const string FRA2030_RootLayoutWithoutDocument = "FRA2030";
    public const string FRA2031_HandlerInApp = "FRA2031";
    public const string FRA2032_BothMetadata = "FRA2032";
    public const string FRA2033_InvalidStaticParams = "FRA2033";
    public const string FRA2035_FieldsNotSent = "FRA2035";
    public const string FRA2045_ValidatorNotDescribed = "FRA2045";
    public const string FRA2050_NoGenerator = "FRA2050";
    public const string FRA2051_GeneratorNotLoaded = "FRA2051";
    public const string FRA2060_HoleInScript = "FRA2060";
    public const string FRA2061_HoleInStyle = "FRA2061";
    public const string FRA2062_HoleInComment = "FRA2062";
    public const string FRA2063_HoleInName = "FRA2063";
    public const string FRA2064_HoleInUnquotedValue = "FRA2064";
    public const string FRA2065_HoleInExecutedAttribute = "FRA2065";
    public const string FRA2066_StringWithMarkup = "FRA2066";
    public const string FRA2067_HoleWithoutValue = "FRA2067";
    public const string FRA2068_UnfinishedFragment = "FRA2068";
    public const string FRA2069_StringForHtml = "FRA2069";

    // Settings, packages, start-up and builds.
    public const string FRA3001_NoApiFolder = "FRA3001";
    public const string FRA3002_InvalidSetting = "FRA3002";
    public const string FRA3003_UnknownSetting = "FRA3003";
    public const string FRA3004_NoModuleSource = "FRA3004";
    public const string FRA3005_CannotListen = "FRA3005";
    public const string FRA3006_UnreadableSettingsFile = "FRA3006";
    public const string FRA3007_StartupThrew = "FRA3007";
    public const string FRA3008_MissingRegistration = "FRA3008";
    public const string FRA3009_NoApplicationForStartup = "FRA3009";
    public const string FRA3010_AssemblyNotFound = "FRA3010";
    public const string FRA3011_PackageVersions = "FRA3011";
    public const string FRA3012_PackageWithoutVersion = "FRA3012";
    public const string FRA3013_PackageNotResolved = "FRA3013";
    public const string FRA3014_NoSdk = "FRA3014";
    public const string FRA3015_PackageNewerThanHost = "FRA3015";
    public const string FRA3016_ServicesNotBuilt = "FRA3016";
    public const string FRA3017_InvalidLogging = "FRA3017";
    public const string FRA3018_ServiceDidNotStart = "FRA3018";
    public const string FRA3019_UnusableCache = "FRA3019";
    public const string FRA3020_NotBuilt = "FRA3020";
    public const string FRA3021_BuiltDamaged = "FRA3021";
    public const string FRA3022_BuiltByAnotherVersion = "FRA3022";
    public const string FRA3023_BuiltForAnotherSystem = "FRA3023";
    public const string FRA3024_OutputNotOwned = "FRA3024";
    public const string FRA3025_OutputHoldsSources = "FRA3025";
    public const string FRA3026_OutputNotWritten = "FRA3026";
    public const string FRA3027_NoReadyToRun = "FRA3027";
    public const string FRA3028_NoPipeline = "FRA3028";
    public const string FRA3029_InvalidRedis = "FRA3029";
    public const string FRA3030_GuardsNotPassed = "FRA3030";
    public const string FRA3032_SettingsOutsideFolder = "FRA3032";
    public const string FRA3033_FolderNotForPackages = "FRA3033";
    public const string FRA3034_WrittenByCheck = "FRA3034";
    public const string FRA3035_OutputKept = "FRA3035";
    public const string FRA3037_InvalidLogLevel = "FRA3037";
    public const string FRA3040_PackageOfHostUsed = "FRA3040";
    public const string FRA3041_PublicNotServed = "FRA3041";
    public const string FRA3105_InvalidAddress = "FRA3105";
    public const string FRA3106_ServiceMissing = "FRA3106";
    public const string FRA3107_ServiceLifetime = "FRA3107";
    public const string FRA3108_ServiceCycle = "FRA3108";
    public const string FRA3109_NoCertificate = "FRA3109";

    // New folders, and the package that they refer to.
    public const string FRA3070_FileExists = "FRA3070";
    public const string FRA3071_FileNotWritten = "FRA3071";
    public const string FRA3072_OtherPackageVersion = "FRA3072";

    // Static exports.
    public const string FRA3050_ApiRouteNotExported = "FRA3050";
    public const string FRA3051_NoStaticParams = "FRA3051";
    public const string FRA3052_DynamicNotExported = "FRA3052";
    public const string FRA3053_MethodNotExported = "FRA3053";
    public const string FRA3054_MiddlewareNotExported = "FRA3054";
    public const string FRA3055_RequestNotExported = "FRA3055";
    public const string FRA3056_ResponseNotExported = "FRA3056";
    public const string FRA3057_SameExportedFile = "FRA3057";
    public const string FRA3058_StaticParamsFailed = "FRA3058";
    public const string FRA3059_InvalidExportedName = "FRA3059";
    public const string FRA3060_NothingLeftOut = "FRA3060";

    // Tests.
    public const string FRA3080_TestFolderNotFound = "FRA3080";

    // Settings.
    public const string FRA3081_MalformedEnvironmentLine = "FRA3081";
    public const string FRA3082_EnvironmentInFile = "FRA3082";

    // Generated clients.
    public const string FRA3096_NoNode = "FRA3096";
    public const string FRA3097_NoSdkForClient = "FRA3097";
    public const string FRA3098_NotGenerated = "FRA3098";
    public const string FRA3099_ClientNotGenerated = "FRA3099";
    public const string FRA3100_DocumentNotWritten = "FRA3100";

    // Jobs.
    public const string FRA2080_JobParameter = "FRA2080";
    public const string FRA2081_PayloadOfSchedule = "FRA2081";
    public const string FRA2082_JobResult = "FRA2082";
    public const string FRA3130_JobsNotAdded = "FRA3130";
    public const string FRA3131_InvalidJobStore = "FRA3131";
    public const string FRA3132_NoDatabaseDriver = "FRA3132";
    public const string FRA3133_UnknownJob = "FRA3133";
    public const string FRA3134_JobStoreNeeded = "FRA3134";
    public const string FRA3135_JobPayload = "FRA3135";
    public const string FRA3136_JobStoreUnavailable = "FRA3136";
    public const string FRA3140_UnknownCall = "FRA3140";
    public const string FRA3141_PayloadNotTaken = "FRA3141";
    public const string FRA3142_InvalidPayload = "FRA3142";
    public const string FRA3145_JobStoreInUse = "FRA3145";

    // Development in an application.
    public const string FRA3120_RestartRequired = "FRA3120";
}
