using System.Data.Common;
using System.Text.Json;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Rearrangements;

/// <summary>Several incidents changed as one: a merge, a split or a bulk change.</summary>
public sealed class Rearrangement
{
    public Guid RearrangementId { get; init; }

    /// <summary>merge, split, bulk.</summary>
    public string Kind { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public string Why { get; init; } = "";

    /// <summary>JSON: what was asked for.</summary>
    public string Detail { get; init; } = "{}";
    public int Incidents { get; init; }
    public DateTimeOffset? UndoneAt { get; init; }
    public string? UndoneBy { get; init; }
}

/// <summary>One incident of a rearrangement.</summary>
public sealed class Rearranged
{
    public Guid IncidentId { get; init; }

    /// <summary>survivor, merged, origin, made, changed.</summary>
    public string Role { get; init; } = "";

    /// <summary>That it had afterwards.</summary>
    public int Version { get; init; }
    public string? Kept { get; init; }

    /// <summary>Its number now, or that it had before it was merged; null: it is gone.</summary>
    public long? Number { get; init; }

    /// <summary>Its version now; null: it is gone, or merged.</summary>
    public int? Now { get; init; }
    public string? Title { get; init; }
}

/// <summary>Keeps and finds rearrangements.</summary>
internal static class RearrangementBook
{
    private const string Columns =
        "r.rearrangement_id, r.kind, r.at, r.by_user, r.why, r.detail, r.incidents, r.undone_at, r.undone_by";

    /// <summary>Known only to who may know of every incident in it: otherwise its number alone would tell of others.</summary>
    private const string Whole = """
        EXISTS (SELECT 1 FROM rearranged d JOIN incident i ON i.incident_id = d.incident_id
          WHERE d.rearrangement_id = r.rearrangement_id)
        AND NOT EXISTS (SELECT 1 FROM rearranged d JOIN incident i ON i.incident_id = d.incident_id
          WHERE d.rearrangement_id = r.rearrangement_id AND NOT (
        """;

    /// <summary>The newest that the caller may know of.</summary>
    public static async Task<IReadOnlyList<Rearrangement>> ListAsync(DbConnection c, Caller caller, int most)
    {
        var parameters = new DynamicParameters(new { most });
        var access = IncidentAccess.AccessClause(caller, parameters);
        return (
            await c.QueryAsync<Rearrangement>(
                $"SELECT {Columns} FROM rearrangement r WHERE {Whole}{access})) ORDER BY r.rearrangement_id DESC LIMIT @most",
                parameters
            )
        ).AsList();
    }

    /// <returns>Null when there is none, or none that the caller may know of.</returns>
    public static async Task<Rearrangement?> FindAsync(DbConnection c, Guid id, Caller caller, DbTransaction? tx = null)
    {
        var parameters = new DynamicParameters(new { id });
        var access = IncidentAccess.AccessClause(caller, parameters);
        return await c.QuerySingleOrDefaultAsync<Rearrangement>(
            $"SELECT {Columns} FROM rearrangement r WHERE r.rearrangement_id = @id AND {Whole}{access}))",
            parameters,
            tx
        );
    }

    public static async Task<IReadOnlyList<Rearranged>> IncidentsAsync(
        DbConnection c,
        Guid id,
        DbTransaction? tx = null
    ) =>
        (
            await c.QueryAsync<Rearranged>(
                """
                SELECT d.incident_id, d.role, d.version, d.kept, COALESCE(i.number, m.number) AS number, i.version AS now, i.title
                FROM rearranged d LEFT JOIN incident i ON i.incident_id = d.incident_id
                LEFT JOIN merged_incident m ON m.incident_id = d.incident_id
                WHERE d.rearrangement_id = @id ORDER BY COALESCE(i.number, m.number), d.incident_id
                """,
                new { id },
                tx
            )
        ).AsList();

    public static async Task KeepAsync(
        WriteScope tx,
        Guid id,
        string kind,
        string why,
        object detail,
        Caller caller,
        IReadOnlyCollection<(Guid Incident, string Role, int Version, string? Kept)> incidents
    )
    {
        await tx.ExecuteAsync(
            """
            INSERT INTO rearrangement (rearrangement_id, kind, at, by_user, why, detail, incidents)
            VALUES (@id, @kind, @Now, @By, @why, @Detail, @Count)
            """,
            new
            {
                id,
                kind,
                tx.Now,
                By = caller.Id,
                why,
                Detail = JsonSerializer.Serialize(detail),
                incidents.Count,
            }
        );
        await BulkInsert.IntoAsync(
            tx,
            "rearranged",
            [
                ("rearrangement_id", Cell.Id),
                ("incident_id", Cell.Id),
                ("role", Cell.Text),
                ("version", Cell.Int),
                ("kept", Cell.Text),
            ],
            [.. incidents.Select(i => new object?[] { id, i.Incident, i.Role, i.Version, i.Kept })]
        );
    }

    public static Task NoteUndoneAsync(WriteScope tx, Guid id, Caller caller) =>
        tx.ExecuteAsync(
            "UPDATE rearrangement SET undone_at = @Now, undone_by = @By WHERE rearrangement_id = @id",
            new
            {
                tx.Now,
                By = caller.Id,
                id,
            }
        );

    /// <summary>Who changed an incident last, and when; for saying why something cannot be undone.</summary>
    public static Task<LastChange?> LastChangeAsync(WriteScope tx, Guid incident) =>
        tx.FindAsync<LastChange>(
            "SELECT by_user, at FROM incident_history WHERE incident_id = @incident ORDER BY history_id DESC LIMIT 1",
            new { incident }
        );

    /// <summary>One writer of these incidents at a time, always in one order; SQLite has one writer anyway.</summary>
    public static async Task LockAsync(WriteScope tx, IEnumerable<Guid> incidents)
    {
        if (tx.Engine == Engine.Postgres)
        {
            await tx.ExecuteAsync(
                $"SELECT 1 FROM incident WHERE {Dialect.InIds(tx.Engine, "incident_id", "ids")} ORDER BY incident_id FOR UPDATE",
                new { ids = Dialect.List(tx.Engine, incidents) }
            );
        }
    }

    public sealed class LastChange
    {
        public string ByUser { get; init; } = "";
        public DateTimeOffset At { get; init; }
    }
}
