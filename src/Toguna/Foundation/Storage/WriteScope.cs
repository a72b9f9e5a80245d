using System.Data.Common;
using Dapper;

namespace Toguna.Foundation.Storage;

/// <summary>One transaction in the making: what is written here is committed as a whole or not at all.</summary>
/// <remarks>Not thread-safe: one transaction, one caller.</remarks>
public sealed class WriteScope(Engine engine, DbConnection connection, DbTransaction transaction, TimeProvider clock)
{
    public Engine Engine => engine;

    public DbConnection Connection => connection;

    public DbTransaction Transaction => transaction;

    public TimeProvider Clock => clock;

    /// <summary>The transaction's clock reading, in UTC, cut to milliseconds as it is stored.</summary>
    public DateTimeOffset Now { get; } =
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    public Guid NewId() => Ids.New(clock);

    public Task<int> ExecuteAsync(string sql, object? args = null) => connection.ExecuteAsync(sql, args, transaction);

    public Task<IEnumerable<T>> QueryAsync<T>(string sql, object? args = null) =>
        connection.QueryAsync<T>(sql, args, transaction);

    public Task<T?> FindAsync<T>(string sql, object? args = null) =>
        connection.QuerySingleOrDefaultAsync<T>(sql, args, transaction);
}
