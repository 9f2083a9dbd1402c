namespace FileRoutedApi.Diagnostics;

/// <content>The files in <c>jobs/</c>, and their scheduler.</content>
internal static partial class RouteDiagnostics
{
    public static RouteDiagnostic InvalidJobName(string file, string name) => Error(
        DiagnosticIds.FRA1050_InvalidJobName, file,
        $"'{name}' is not a valid name of a job. Use letters, digits, '-', '_' and '.', and do not begin with '_'. "
        + "Code that jobs share belongs in a folder '_lib'.");

    public static RouteDiagnostic SecondJob(string file, string otherFile) => Error(
        DiagnosticIds.FRA1051_SecondJob, file,
        $"'{otherFile}' has the same name, and names of jobs are not case-sensitive. Rename one of the two files.");

    /// <param name="reason">Why the parameter cannot get a value.</param>
    public static RouteDiagnostic JobParameter(string file, int line, int column, string reason) => Error(
        DiagnosticIds.FRA2080_JobParameter, file, reason, line, column);

    public static RouteDiagnostic PayloadOfSchedule(string file, int line, int column, string name, string type) => Error(
        DiagnosticIds.FRA2081_PayloadOfSchedule, file,
        $"'{type} {name}' is the payload of a call, because no service of this type is registered, but a scheduled run has no payload. "
        + $"Register the type in Services of _startup.cs, or write '{type}? {name}'.",
        line, column);

    public static RouteDiagnostic JobResult(string file, int line, int column, string type) => Error(
        DiagnosticIds.FRA2082_JobResult, file,
        $"'Run' returns '{type}', but nothing receives the value. Return Task, ValueTask or void.", line, column);

    public static RouteDiagnostic JobsNotAdded(string file) => Error(
        DiagnosticIds.FRA3130_JobsNotAdded, file,
        "The application has no scheduler for jobs. Add 'builder.AddFileRoutes().AddJobs()' (package FileRoutedApi.Jobs).");

    /// <param name="store">The value; null if it may contain a password.</param>
    public static RouteDiagnostic InvalidJobStore(string? store) => Error(
        DiagnosticIds.FRA3131_InvalidJobStore,
        $"'FileRoutes:Jobs:Store'{(store is null ? "" : $" is '{store}', which")} is neither a connection string nor the name of one. Write "
        + "'Data Source=data/jobs.db' for a SQLite file, a connection string of PostgreSQL such as 'Host=db;Database=app' (not a URL), or a "
        + "name of 'ConnectionStrings'.");

    /// <param name="reference">The line that adds the package.</param>
    public static RouteDiagnostic NoDatabaseDriver(string database, string reference) => Error(
        DiagnosticIds.FRA3132_NoDatabaseDriver,
        $"'FileRoutes:Jobs:Store' is a {database} database, and the application has no driver for it. "
        + $"Add '{reference}' to the first lines of api/_startup.cs.");

    /// <param name="known">The name of a job that may have been meant.</param>
    public static RouteDiagnostic UnknownJob(string name, string? known) => Error(
        DiagnosticIds.FRA3133_UnknownJob,
        $"There is no job '{name}'. " + (known is null ? $"Create the file jobs/{name}.cs." : $"Write '{known}', or create the file jobs/{name}.cs."));

    public static RouteDiagnostic JobStoreNeeded() => Error(
        DiagnosticIds.FRA3134_JobStoreNeeded,
        "Calls of jobs are stored in a database, and none is configured. Set 'FileRoutes:Jobs:Store' to 'Data Source=data/jobs.db' "
        + "for a SQLite file, or to a connection string of PostgreSQL.");

    public static RouteDiagnostic JobPayload(string file, string type, string reason) => Error(
        DiagnosticIds.FRA3135_JobPayload, file,
        $"The payload of the call is not a valid '{type}': {Reason(reason)}. The call is kept as failed; change 'Run' and retry it.");

    public static RouteDiagnostic JobStoreUnavailable(string reason) => Error(
        DiagnosticIds.FRA3136_JobStoreUnavailable,
        $"The database of jobs ('FileRoutes:Jobs:Store') cannot be used: {Reason(reason)}. Jobs do not run until it is available.");

    public static RouteDiagnostic JobStoreInUse(string file) => Warning(
        DiagnosticIds.FRA3145_JobStoreInUse,
        $"Another process runs the jobs of '{file}'. This one runs them when the other one has ended. Processes that run jobs at the same time "
        + "need PostgreSQL.");

    public static RouteDiagnostic UnknownCall(string id) => Error(
        DiagnosticIds.FRA3140_UnknownCall,
        $"There is no failed call '{id}'. It was retried or discarded, or it has not failed; the command 'jobs' lists the failed calls.");

    public static RouteDiagnostic PayloadNotTaken(string file) => Error(
        DiagnosticIds.FRA3141_PayloadNotTaken, file,
        "The job takes no payload. Add a parameter to 'Run', such as 'Mail mail', or run the job without a payload.");

    public static RouteDiagnostic InvalidPayload(string file, string type, string reason) => Error(
        DiagnosticIds.FRA3142_InvalidPayload, file,
        $"The payload is not a valid '{type}': {Reason(reason)}. The job was not run.");
}
