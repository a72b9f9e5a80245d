using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Toguna.Foundation.Storage;

/// <summary>The two engines the program runs on.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}

/// <summary>
/// The installation's database: SQLite in the data folder, or PostgreSQL by connection string.
/// </summary>
/// <remarks>
/// SQLite runs with a write-ahead log and <c>synchronous=FULL</c>: what was committed survives <c>kill -9</c> and a
/// power cut. Thread-safe; connections are pooled.
/// </remarks>
public sealed class Database : IAsyncDisposable
{
    /// <summary>Name of the SQLite file in the data folder.</summary>
    public const string FileName = "toguna.db";

    private readonly NpgsqlDataSource? postgres;

    /// <summary>SQLite has one writer: waiting in line here is fair and quiet, busy-waiting in the engine is neither.</summary>
    private readonly Turns? writers;
    private readonly TimeProvider clock;

    static Database() => Dialect.RegisterTypes();

    /// <param name="dataFolder">Holds the SQLite file, the keys, rejects files and uploads. Made when missing.</param>
    /// <param name="connection">An Npgsql connection string, or null for SQLite in the data folder.</param>
    public Database(string dataFolder, string? connection, TimeProvider clock)
    {
        DataFolder = Directory.CreateDirectory(dataFolder).FullName;
        this.clock = clock;
        if (connection is null)
        {
            Engine = Engine.Sqlite;
            ConnectionString = new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(DataFolder, FileName),
                ForeignKeys = true,
                DefaultTimeout = 60,
                Pooling = true,
            }.ToString();
            writers = new Turns(1);
        }
        else
        {
            Engine = Engine.Postgres;
            ConnectionString = connection;
            postgres = NpgsqlDataSource.Create(Tuned(connection));
        }
    }

    // Twenty people read at once, one process writes at a time.
    private const int ReaderCache = 6_144;
    private const int WriterCache = 49_152;

    public Engine Engine { get; }

    public string DataFolder { get; }

    public string ConnectionString { get; }

    /// <summary>An open connection for reading. Dispose it.</summary>
    public Task<DbConnection> OpenAsync(CancellationToken ct = default) => OpenAsync(ReaderCache, ct);

    /// <param name="cache">Pages that SQLite keeps for it, in KiB.</param>
    private async Task<DbConnection> OpenAsync(int cache, CancellationToken ct)
    {
        if (postgres is not null)
        {
            return await postgres.OpenConnectionAsync(ct);
        }
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(ct);
        // Per connection and cheap; journal_mode is kept in the file and set by the migrator. The log is carried over to
        // the file each 160 MB: an import writes to many places of many indexes, and each page once rather than often.
        await connection.ExecuteAsync(
            $"PRAGMA synchronous=FULL; PRAGMA cache_size=-{cache}; PRAGMA wal_autocheckpoint=40000; PRAGMA temp_store=MEMORY;"
        );
        return connection;
    }

    /// <summary>The same without awaiting, for the few places that cannot: blocking on the asynchronous one can wait for itself.</summary>
    public DbConnection Open()
    {
        if (postgres is not null)
        {
            return postgres.OpenConnection();
        }
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Runs <paramref name="work"/> in one transaction; commits when it returns, rolls back when it throws.</summary>
    public async Task<T> WriteAsync<T>(Func<WriteScope, Task<T>> work, CancellationToken ct = default)
    {
        using var turn = writers is null ? null : await writers.EnterAsync(ct);
        await using var connection = await OpenAsync(WriterCache, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var scope = new WriteScope(Engine, connection, transaction, clock);
        var result = await work(scope);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<WriteScope, Task> work, CancellationToken ct = default) =>
        WriteAsync(
            async scope =>
            {
                await work(scope);
                return true;
            },
            ct
        );

    /// <summary>Statements that come again are prepared, and nothing is set on a connection that would have to be taken back.</summary>
    /// <remarks>What the connection string says itself stands: a pooler in between may need it otherwise.</remarks>
    private static string Tuned(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        // Not ContainsKey: it says yes to every setting that there is.
        var said = builder.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!said.Contains("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = 100;
        }
        if (!said.Contains("No Reset On Close"))
        {
            builder.NoResetOnClose = true;
        }
        return builder.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }
        else
        {
            await using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
            writers!.Dispose();
        }
    }
}
