using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(FileRoutedApi.IntegrationTests.Jobs.SharedPostgres))]

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>A PostgreSQL process with a data directory of its own. It can be stopped, killed and started again on its port.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fra-postgres-").FullName;
    private Process? _process;

    public PostgresServer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The reason to skip a test if PostgreSQL is not installed; otherwise null.</summary>
    public static string? Missing { get; } = FindPrograms() is null ? "PostgreSQL is not installed" : null;

    public int Port { get; }

    /// <summary>The connection string of the database that every server has.</summary>
    public string ConnectionString => ConnectionTo("postgres");

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Starts the server, and waits until it accepts connections.</summary>
    public async Task StartAsync()
    {
        if (!Directory.Exists(Data))
        {
            await RunAsync("chown", "-R", Owner, _folder);
            await RunAsync(Command("initdb", "-D", Data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"));
        }

        var port = Port.ToString(CultureInfo.InvariantCulture);
        var command = Command(
            "postgres", "-D", Data, "-p", port, "-h", "127.0.0.1", "-k", _folder, "-c", "fsync=off", "-c", "max_connections=200");
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, WorkingDirectory = _folder })!;
        var output = "";
        while (!output.Contains("ready to accept connections", StringComparison.Ordinal))
        {
            output += await _process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken)
                ?? throw new InvalidOperationException($"PostgreSQL ended: {output}");
        }

        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>Creates a database. Returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync(ConnectionString, $"CREATE DATABASE {name}");
        return ConnectionTo(name);
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var data = NpgsqlDataSource.Create(connectionString);
        await using var command = data.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Returns the first column of a query.</summary>
    public static async Task<List<string>> ReadAsync(string connectionString, string sql)
    {
        await using var data = NpgsqlDataSource.Create(connectionString);
        await using var command = data.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return rows;
    }

    /// <summary>Stops the server. Connections are closed.</summary>
    public Task StopAsync() => EndAsync("-INT");

    public async ValueTask DisposeAsync()
    {
        await EndAsync("-QUIT");
        Directory.Delete(_folder, recursive: true);
    }

    // The server refuses to run as root.
    private static string Owner => Environment.IsPrivilegedProcess ? "postgres" : Environment.UserName;

    private string ConnectionTo(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}");

    private static string[] Command(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(FindPrograms()!, program), .. arguments];
        return Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", Owner, "--regid", Owner, "--clear-groups", .. command] : command;
    }

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }

    private async Task EndAsync(string signal)
    {
        if (_process is { } process)
        {
            _process = null;
            await RunAsync("kill", signal, process.Id.ToString(CultureInfo.InvariantCulture));
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Returns the folder with the programs of the newest version; Debian does not add it to the path.</summary>
    private static string? FindPrograms()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian)
            ? Directory.GetDirectories(debian)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        return versions
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}

/// <summary>A PostgreSQL server for tests that do not stop it. Each of them creates a database.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(async () =>
    {
        var server = new PostgresServer();
        await server.StartAsync();
        return server;
    });

    /// <summary>Creates a database. Returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        return await (await _server.Value).CreateDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
