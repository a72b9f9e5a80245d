using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Places;

/// <summary>Many rows at once: a prepared insert on SQLite, COPY on PostgreSQL.</summary>
internal static class PlaceBulk
{
    internal sealed record Table(string Name, params (string Name, NpgsqlDbType Type)[] Columns);

    internal static Table Place { get; } =
        new(
            "place",
            ("place_id", NpgsqlDbType.Uuid),
            ("gazetteer", NpgsqlDbType.Text),
            ("external_id", NpgsqlDbType.Text),
            ("name", NpgsqlDbType.Text),
            ("kind", NpgsqlDbType.Text),
            ("admin_level", NpgsqlDbType.Smallint),
            ("feature", NpgsqlDbType.Text),
            ("pcode", NpgsqlDbType.Text),
            ("country_code", NpgsqlDbType.Text),
            ("latitude", NpgsqlDbType.Double),
            ("longitude", NpgsqlDbType.Double),
            ("population", NpgsqlDbType.Bigint),
            ("valid_from", NpgsqlDbType.Date),
            ("import_id", NpgsqlDbType.Uuid),
            ("own_key", NpgsqlDbType.Text),
            ("parent_key", NpgsqlDbType.Text),
            ("fingerprint", NpgsqlDbType.Bytea)
        );

    internal static Table Name { get; } =
        new(
            "place_name",
            ("place_id", NpgsqlDbType.Uuid),
            ("name", NpgsqlDbType.Text),
            ("search_key", NpgsqlDbType.Text),
            ("key_reversed", NpgsqlDbType.Text),
            ("language", NpgsqlDbType.Text),
            ("weight", NpgsqlDbType.Bigint)
        );

    internal static Table Area { get; } =
        new(
            "place_area",
            ("place_id", NpgsqlDbType.Uuid),
            ("admin_level", NpgsqlDbType.Smallint),
            ("west", NpgsqlDbType.Double),
            ("south", NpgsqlDbType.Double),
            ("east", NpgsqlDbType.Double),
            ("north", NpgsqlDbType.Double),
            ("outline", NpgsqlDbType.Bytea)
        );

    /// <param name="rows">Values in the order of the table's columns.</param>
    internal static Task InsertAsync(WriteScope tx, Table table, IEnumerable<object?[]> rows) =>
        tx.Engine == Engine.Sqlite ? InsertSqliteAsync(tx, table, rows) : CopyAsync(tx, table, rows);

    private static async Task InsertSqliteAsync(WriteScope tx, Table table, IEnumerable<object?[]> rows)
    {
        await using var command = (SqliteCommand)tx.Connection.CreateCommand();
        command.Transaction = (SqliteTransaction)tx.Transaction;
        var names = table.Columns.Select(c => c.Name).ToArray();
        command.CommandText =
            $"INSERT INTO {table.Name} ({string.Join(", ", names)}) VALUES ({string.Join(", ", names.Select(n => "@" + n))})";
        var parameters = Array.ConvertAll(names, n => command.Parameters.AddWithValue("@" + n, DBNull.Value));
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                parameters[i].Value = Dialect.Stored(Engine.Sqlite, row[i]);
            }
            // Synchronous on purpose: SQLite has no other way, and the asynchronous twin costs a state machine a row.
            command.ExecuteNonQuery();
        }
    }

    private static async Task CopyAsync(WriteScope tx, Table table, IEnumerable<object?[]> rows)
    {
        var connection = (NpgsqlConnection)tx.Connection;
        var names = string.Join(", ", table.Columns.Select(c => c.Name));
        await using var copy = await connection.BeginBinaryImportAsync(
            $"COPY {table.Name} ({names}) FROM STDIN (FORMAT BINARY)"
        );
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is null)
                {
                    await copy.WriteNullAsync();
                }
                else
                {
                    await copy.WriteAsync(Sized(row[i]!, table.Columns[i].Type), table.Columns[i].Type);
                }
            }
        }
        await copy.CompleteAsync();
    }

    private static object Sized(object value, NpgsqlDbType type) =>
        type == NpgsqlDbType.Smallint && value is int number ? (short)number : value;
}
