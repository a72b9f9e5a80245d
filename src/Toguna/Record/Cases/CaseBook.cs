using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Cases;

/// <summary>Finds cases, and what is in them, for those to whom they are open.</summary>
internal static class CaseBook
{
    /// <summary>Incidents of a case; of one that was merged, the one it went into.</summary>
    /// <remarks>Followed at each reading, so that the undo of a merge needs to know nothing of cases.</remarks>
    private const string Members = """
        WITH RECURSIVE way (origin, at) AS (
          SELECT incident_id, incident_id FROM case_incident WHERE case_id = @id
          UNION SELECT w.origin, m.into_id FROM way w JOIN merged_incident m ON m.incident_id = w.at)
        """;

    /// <summary>What a case is called where its destruction is asked for and confirmed.</summary>
    public static readonly SubjectLabel Label = new(
        SealedCases.Kind,
        async (c, engine, caller, ids) =>
            (
                await c.QueryAsync<Compartment>(
                    $"SELECT compartment_id, kind, code, opened_at FROM compartment WHERE {Dialect.InIds(engine, "compartment_id", "ids")}",
                    new { ids = Dialect.List(engine, ids) }
                )
            )
                .Where(k =>
                    caller.Reach.Compartments.Contains(k.CompartmentId) || Grants.MayOver(caller, k.CompartmentId)
                )
                .ToDictionary(k => k.CompartmentId, k => k.Code)
    );

    /// <returns>Null when there is none, or none that is open to the caller: the two look the same from outside.</returns>
    public static async Task<Compartment?> FindAsync(
        DbConnection c,
        string code,
        Caller caller,
        DbTransaction? tx = null
    )
    {
        var found = await c.QuerySingleOrDefaultAsync<Compartment>(
            $"SELECT compartment_id, kind, code, opened_at FROM compartment WHERE kind = '{Compartment.Case}' AND code = @Code",
            new { Code = code.Trim().ToUpperInvariant() },
            tx
        );
        return found is not null && caller.Reach.Compartments.Contains(found.CompartmentId) ? found : null;
    }

    /// <exception cref="Foundation.ProblemException">There is none that is open to the caller.</exception>
    public static async Task<Compartment> NeedAsync(Database database, string code, Caller caller, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        return await FindAsync(c, code, caller) ?? throw RecordProblems.CaseUnknown(code).Raise();
    }

    /// <summary>Those that are open to the caller, the newest first.</summary>
    public static async Task<IReadOnlyList<CaseRow>> ListAsync(
        DbConnection c,
        Engine engine,
        Caller caller,
        DateTimeOffset now
    )
    {
        var parameters = new DynamicParameters(
            new
            {
                cases = Dialect.List(engine, caller.Reach.Compartments),
                me = Guid.TryParse(caller.Id, out var me) ? me : Guid.Empty,
                now,
            }
        );
        var access = IncidentAccess.AccessClause(caller, parameters);
        return (
            await c.QueryAsync<CaseRow>(
                $"""
                SELECT k.compartment_id, k.code, k.opened_at,
                  (SELECT count(*) FROM case_incident ci JOIN incident i ON i.incident_id = ci.incident_id
                    WHERE ci.case_id = k.compartment_id AND {access}) AS incidents,
                  (SELECT count(*) FROM interview n WHERE n.case_id = k.compartment_id) AS interviews,
                  (SELECT max(g.until) FROM access_grant g WHERE g.compartment_id = k.compartment_id AND g.user_id = @me
                    AND g.revoked_at IS NULL AND g.until > @now) AS until
                FROM compartment k WHERE k.kind = '{Compartment.Case}' AND {Dialect.InIds(
                    engine,
                    "k.compartment_id",
                    "cases"
                )}
                ORDER BY k.opened_at DESC, k.code
                """,
                parameters
            )
        ).AsList();
    }

    /// <summary>Its incidents, as far as the caller may know of them; the newest first.</summary>
    public static async Task<IReadOnlyList<CaseIncident>> IncidentsAsync(
        DbConnection c,
        Guid id,
        Caller caller,
        DbTransaction? tx = null
    )
    {
        var parameters = new DynamicParameters(new { id });
        return (
            await c.QueryAsync<CaseIncident>(
                $"""
                {Members}
                SELECT i.incident_id, i.number, i.version, i.title, i.date_start, i.date_end, i.finding, i.classification,
                  i.compartment_id
                FROM incident i WHERE i.incident_id IN (SELECT at FROM way)
                  AND {IncidentAccess.AccessClause(caller, parameters)}
                ORDER BY i.date_start DESC, i.number DESC
                """,
                parameters,
                tx
            )
        ).AsList();
    }

    /// <summary>All rows by which an incident is in the case: its own, and those of incidents that were merged into it.</summary>
    public static async Task<IReadOnlyList<Guid>> OriginsAsync(WriteScope tx, Guid id, Guid incident) =>
        [.. await tx.QueryAsync<Guid>($"{Members} SELECT origin FROM way WHERE at = @incident", new { id, incident })];

    /// <summary>Those who suffered in its incidents, one by one and groups.</summary>
    public static async Task<IReadOnlyList<CaseVictim>> VictimsAsync(
        DbConnection c,
        Engine engine,
        IReadOnlyList<CaseIncident> incidents,
        DbTransaction? tx = null
    )
    {
        var numbers = incidents.ToDictionary(i => i.IncidentId, i => i.Number);
        var rows = await c.QueryAsync<VictimFacts>(
            $"SELECT * FROM victim WHERE {Dialect.InIds(engine, "incident_id", "ids")} ORDER BY incident_id, victim_id",
            new { ids = Dialect.List(engine, numbers.Keys) },
            tx
        );
        return [.. rows.Select(v => new CaseVictim(v, numbers[v.IncidentId]))];
    }
}

/// <summary>A case in the list.</summary>
public sealed class CaseRow
{
    public Guid CompartmentId { get; init; }
    public string Code { get; init; } = "";
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>That the reader may know of.</summary>
    public long Incidents { get; init; }
    public long Interviews { get; init; }

    /// <summary>When it closes to the reader.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>An incident of a case.</summary>
public sealed class CaseIncident
{
    public Guid IncidentId { get; init; }
    public long Number { get; init; }
    public int Version { get; init; }
    public string Title { get; init; } = "";
    public DateOnly DateStart { get; init; }
    public DateOnly DateEnd { get; init; }
    public string Finding { get; init; } = "";
    public int Classification { get; init; }
    public Guid? CompartmentId { get; init; }

    public string Reference => IncidentSummary.ReferenceOf(Number);
}

/// <summary>A victim of an incident of the case.</summary>
public sealed record CaseVictim(VictimFacts Facts, long Number);
