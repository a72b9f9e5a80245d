using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Toguna.Foundation.Storage;

/// <summary>Reads an answer of tens of thousands of rows cell by cell: mapping them by name costs more than the database does.</summary>
public static class ManyRows
{
    /// <param name="row">Makes one from the cells, which are counted from 0 in the order of the columns.</param>
    public static async Task<IReadOnlyList<T>> ReadManyAsync<T>(
        this DbConnection connection,
        string sql,
        object parameters,
        Func<Cells, T> row,
        CancellationToken ct = default
    )
    {
        await using var reader = await connection.ExecuteReaderAsync(
            new CommandDefinition(sql, parameters, cancellationToken: ct)
        );
        var rows = new List<T>();
        var cells = new Cells(reader, connection is SqliteConnection ? Engine.Sqlite : Engine.Postgres);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(row(cells));
        }
        return rows;
    }
}

/// <summary>The cells of the row that is being read.</summary>
public readonly struct Cells(DbDataReader reader, Engine engine)
{
    /// <exception cref="InvalidCastException">Nothing is written there.</exception>
    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <exception cref="InvalidCastException">Nothing is written there.</exception>
    public long Whole(int column) => reader.GetInt64(column);

    public double? NumberOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    /// <exception cref="InvalidCastException">Nothing is written there.</exception>
    public DateTimeOffset Instant(int column) =>
        engine == Engine.Sqlite
            ? Dialect.Instant(reader.GetString(column))
            : new DateTimeOffset(reader.GetDateTime(column), TimeSpan.Zero);

    public DateTimeOffset? InstantOrNull(int column) => reader.IsDBNull(column) ? null : Instant(column);
}
