using System.Data.Common;

namespace FileRoutedApi;

/// <summary>Calls jobs: the files in <c>jobs/</c>. It is a service that functions take as a parameter.</summary>
/// <remarks>
/// A call is stored in the database of the setting <c>FileRoutes:Jobs:Store</c>, and runs at least once, in any process that uses the same
/// database. If <c>Run</c> throws, the call is retried as <see cref="JobConfig.Retry"/> says, and then kept as failed.
/// </remarks>
public interface IJobs
{
    /// <summary>Stores a call of a job. When the task completes, the call is in the database.</summary>
    /// <param name="name">The name of the job: its path below <c>jobs/</c> without the extension.</param>
    /// <param name="payload">The value for the parameter of <c>Run</c> that is not a service. It is stored as JSON.</param>
    /// <param name="delay">The time after which the call runs; as soon as possible by default.</param>
    /// <param name="key">
    /// A key of the call. While a call of the job with the same key waits, runs or is kept as failed, no second one is stored. Null for a
    /// call that is always stored.
    /// </param>
    /// <param name="transaction">
    /// A transaction of the database in which jobs are stored. The call is part of it: it runs after the commit, and never if the
    /// transaction is rolled back. Null to store the call at once.
    /// </param>
    /// <param name="cancellationToken">Cancels the storing, not the call.</param>
    /// <returns>The identifier of the call, which <see cref="JobContext.Id"/> has too.</returns>
    /// <exception cref="FileRoutesException">There is no such job (FRA3133), or no database (FRA3134).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative, or the key has more than 100 characters.</exception>
    /// <exception cref="NotSupportedException">There is a transaction, and the database is not PostgreSQL.</exception>
    Task<string> EnqueueAsync(
        string name,
        object? payload = null,
        TimeSpan delay = default,
        string? key = null,
        DbTransaction? transaction = null,
        CancellationToken cancellationToken = default);
}
