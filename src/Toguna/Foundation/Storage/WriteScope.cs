using System.Data.Common;
using Dapper;
using Npgsql;

namespace Toguna.Foundation.Storage;

/// <summary>One transaction in the making: what is written here is committed as a whole or not at all.</summary>
/// <remarks>Not thread-safe: one transaction, one caller.</remarks>
public sealed class WriteScope(Engine engine, DbConnection connection, DbTransaction transaction, TimeProvider clock)
{
    private NpgsqlBatch? held;

    public Engine Engine => engine;

    public DbConnection Connection => connection;

    public DbTransaction Transaction => transaction;

    public TimeProvider Clock => clock;

    /// <summary>The transaction's clock reading, in UTC, cut to milliseconds as it is stored.</summary>
    public DateTimeOffset Now { get; } =
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    public Guid NewId() => Ids.New(clock);

    public Task<int> ExecuteAsync(string sql, object? args = null) =>
        Free(() => connection.ExecuteAsync(sql, args, transaction));

    public Task<IEnumerable<T>> QueryAsync<T>(string sql, object? args = null) =>
        Free(() => connection.QueryAsync<T>(sql, args, transaction));

    public Task<T?> FindAsync<T>(string sql, object? args = null) =>
        Free(() => connection.QuerySingleOrDefaultAsync<T>(sql, args, transaction));

    /// <summary>The bulk inserts of <paramref name="work"/>, in their order and, on PostgreSQL, in one round trip when it returns.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="work"/> does anything else: it would not see what is not sent yet.</exception>
    public async Task TogetherAsync(Func<Task> work)
    {
        if (connection is not NpgsqlConnection postgres || held is not null)
        {
            await work();
            return;
        }
        await using var batch = new NpgsqlBatch(postgres, (NpgsqlTransaction)transaction);
        held = batch;
        try
        {
            await work();
        }
        finally
        {
            held = null;
        }
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync();
        }
    }

    /// <summary>A statement of PostgreSQL that writes, its parameters by number: sent at once, or together with others.</summary>
    internal async Task SendAsync(string sql, IEnumerable<NpgsqlParameter> values, CancellationToken ct)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(values.ToArray());
        if (held is not null)
        {
            held.BatchCommands.Add(command);
            return;
        }
        await using var batch = new NpgsqlBatch((NpgsqlConnection)connection, (NpgsqlTransaction)transaction);
        batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(ct);
    }

    internal bool IsHeld => held is not null;

    private T Free<T>(Func<T> act) =>
        held is null
            ? act()
            : throw new InvalidOperationException("Inserts wait to be sent together: nothing else now.");
}
