namespace FileRoutedApi.Jobs;

/// <summary>Decides which of several processes runs an occurrence of a schedule, if they share no database.</summary>
internal interface IOccurrenceKeys
{
    /// <summary>Returns true for the first process that asks for an occurrence, also if it asks again for a retry.</summary>
    Task<bool> TryTakeAsync(string job, DateTimeOffset due, CancellationToken cancellationToken);
}
