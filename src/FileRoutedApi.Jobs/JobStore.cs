using System.Data.Common;
using System.Reflection;
using System.Runtime.Loader;
using FileRoutedApi.Built;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Settings;
using Microsoft.Extensions.Configuration;

namespace FileRoutedApi.Jobs;

/// <summary>The kinds of databases that schedules and calls are stored in.</summary>
internal enum JobStoreKind
{
    Memory,
    Sqlite,
    Postgres,
}

/// <summary>Where schedules and calls are stored.</summary>
/// <param name="ConnectionString">Empty for memory.</param>
internal sealed record JobStore(JobStoreKind Kind, string ConnectionString)
{
    private const string SqliteFile = "Data Source";
    private const string SqliteMemory = ":memory:";

    /// <summary>Gets the name for users.</summary>
    public string Name => Kind switch
    {
        JobStoreKind.Sqlite => "SQLite",
        JobStoreKind.Postgres => "PostgreSQL",
        _ => JobsState.Memory,
    };

    /// <summary>Gets whether it keeps calls when the process ends.</summary>
    public bool IsDurable => Kind != JobStoreKind.Memory;

    /// <summary>Gets whether a call can be part of a transaction of the application. SQLite has one writer for the whole file.</summary>
    public bool AcceptsTransactions => Kind == JobStoreKind.Postgres;

    /// <summary>Gets the path of a SQLite file.</summary>
    public string FilePath => (string)new DbConnectionStringBuilder { ConnectionString = ConnectionString }[SqliteFile];

    /// <summary>Reads the setting.</summary>
    /// <exception cref="FileRoutesException">The setting is neither a connection string nor the name of one (FRA3131).</exception>
    public static JobStore Read(FileRoutesSettings settings, IConfiguration configuration)
    {
        if (settings.Jobs.Store is not { Length: > 0 } store)
        {
            return new JobStore(JobStoreKind.Memory, "");
        }

        var text = configuration.GetConnectionString(store) ?? store;
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            if (parts.ContainsKey("Host") || parts.ContainsKey("Server"))
            {
                return new JobStore(JobStoreKind.Postgres, text);
            }

            if (parts.TryGetValue(SqliteFile, out var file) && file is string { Length: > 0 } and not SqliteMemory)
            {
                // A built folder is replaced by the next build. As for its other settings, paths start in the working folder.
                var start = BuiltFolder.Exists(settings.Root) ? Environment.CurrentDirectory : settings.Root;
                parts[SqliteFile] = Path.GetFullPath((string)file, start);
                return new JobStore(JobStoreKind.Sqlite, parts.ConnectionString);
            }
        }
        catch (ArgumentException)
        {
            // Not a connection string.
        }

        throw new FileRoutesException(RouteDiagnostics.InvalidJobStore(store.Any(IsPunctuation) ? null : store));
    }

    // Not part of the name of a connection string. What has it may contain a password.
    private static bool IsPunctuation(char c) => c is '=' or ':' or ';' or '@' or '/';

    /// <summary>Creates the folder of a SQLite file.</summary>
    public void CreateFolder()
    {
        if (Kind == JobStoreKind.Sqlite && Path.GetDirectoryName(FilePath) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>Opens a connection once. Quartz would try ten times before it reports that the database is not available.</summary>
    /// <exception cref="FileRoutesException">The application has no driver (FRA3132).</exception>
    /// <exception cref="DbException">The database is not available.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        if (!IsDurable)
        {
            return;
        }

        var isNew = Kind == JobStoreKind.Sqlite && !File.Exists(FilePath);
        await using var connection = FindDriver().CreateConnection()!;
        connection.ConnectionString = ConnectionString;
        await connection.OpenAsync(cancellationToken);
        if (isNew)
        {
            // Half of the time of a commit, and readers do not block the writer. The mode is stored in the file.
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Returns the driver of the database. It is a package of the application and not of this one, so that the application chooses its
    /// version.
    /// </summary>
    /// <exception cref="FileRoutesException">The application has no driver (FRA3132).</exception>
    public DbProviderFactory FindDriver()
    {
        var (assembly, type, reference) = Kind == JobStoreKind.Sqlite
            ? ("Microsoft.Data.Sqlite", "Microsoft.Data.Sqlite.SqliteFactory", "#:package Microsoft.Data.Sqlite@10.0.15")
            : ("Npgsql", "Npgsql.NpgsqlFactory", "#:package Npgsql@10.0.3");
        return AssemblyLoadContext.All
            .Where(context => !context.IsCollectible)
            .Select(context => TryLoad(context, assembly)?.GetType(type)?.GetField("Instance")?.GetValue(null))
            .OfType<DbProviderFactory>()
            .FirstOrDefault() ?? throw new FileRoutesException(RouteDiagnostics.NoDatabaseDriver(Name, reference));
    }

    private static Assembly? TryLoad(AssemblyLoadContext context, string assembly)
    {
        try
        {
            return context.LoadFromAssemblyName(new AssemblyName(assembly));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
