using System.Text.Json;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Rearrangements;

/// <summary>What a merge moves from an incident to its survivor, and what brings it back exactly as it was.</summary>
/// <remarks>
/// The facts stand in the incident's last line of history. Here stands the rest: when and by whom it was made, and which
/// keys of lists, reports and findings were its own.
/// </remarks>
internal sealed record MergedRows(
    string CreatedBy,
    DateTimeOffset CreatedAt,
    Guid? ImportId,
    IReadOnlyList<KeyOf> Keys,
    IReadOnlyList<Guid> Reports,
    IReadOnlyList<Guid> ReportsOfSurvivor,
    IReadOnlyList<Guid> Findings
)
{
    /// <summary>Takes the incident out of the record; what hangs on it goes to the survivor.</summary>
    public static async Task<MergedRows> MoveAsync(
        WriteScope tx,
        IncidentSnapshot merged,
        Guid survivor,
        Guid rearrangement
    )
    {
        var id = merged.Incident.IncidentId;
        var made = await tx.FindAsync<Made>(
            "SELECT created_by, created_at, import_id FROM incident WHERE incident_id = @id",
            new { id }
        );
        var rows = new MergedRows(
            made!.CreatedBy,
            made.CreatedAt,
            made.ImportId,
            [
                .. await tx.QueryAsync<KeyOf>(
                    "SELECT scheme, external_id FROM incident_key WHERE incident_id = @id",
                    new { id }
                ),
            ],
            await ReportsAsync(tx, id),
            await ReportsAsync(tx, survivor),
            [
                .. await tx.QueryAsync<Guid>(
                    "SELECT verification_id FROM verification WHERE incident_id = @id",
                    new { id }
                ),
            ]
        );
        await HandOverAsync(tx, id, survivor);
        // A sealed name and what somebody said are in no snapshot: their row goes over as it is.
        await tx.ExecuteAsync(
            $"UPDATE victim SET incident_id = @survivor WHERE incident_id = @id AND {SealedVictims.Stays}",
            new { id, survivor }
        );
        await Withholding.FollowAsync(tx, survivor);
        await IncidentStore.RemoveAsync(tx, id);
        await tx.ExecuteAsync(
            """
            INSERT INTO merged_incident (incident_id, number, into_id, import_id, rearrangement_id)
            VALUES (@id, @Number, @survivor, @ImportId, @rearrangement)
            """,
            new
            {
                id,
                merged.Incident.Number,
                survivor,
                made.ImportId,
                rearrangement,
            }
        );
        return rows;
    }

    /// <summary>Brings the incident back; before the survivor itself is restored.</summary>
    public async Task RestoreAsync(WriteScope tx, IncidentSnapshot before, Guid survivor)
    {
        var id = before.Incident.IncidentId;
        await tx.ExecuteAsync("DELETE FROM merged_incident WHERE incident_id = @id", new { id });
        var victims = Dialect.List(tx.Engine, before.Victims.Select(v => v.VictimId));
        await tx.ExecuteAsync(
            $"UPDATE victim SET incident_id = @id WHERE incident_id = @survivor AND {SealedVictims.Stays} AND {Dialect.InIds(tx.Engine, "victim_id", "victims")}",
            new
            {
                id,
                survivor,
                victims,
            }
        );
        before.Incident.Version++;
        await IncidentStore.InsertAsync(tx, before, CreatedBy);
        // Both lay in one compartment when they were merged, and the survivor has not been moved since.
        await IncidentStore.StayWithAsync(tx, id, survivor);
        await tx.ExecuteAsync(
            "UPDATE incident SET created_at = @CreatedAt, import_id = @ImportId WHERE incident_id = @id",
            new
            {
                CreatedAt,
                ImportId,
                id,
            }
        );
        var since = new List<Guid>();
        foreach (var key in Keys)
        {
            await tx.ExecuteAsync(
                "UPDATE incident_key SET incident_id = @id WHERE incident_id = @survivor AND scheme = @Scheme AND external_id = @ExternalId",
                new
                {
                    id,
                    survivor,
                    key.Scheme,
                    key.ExternalId,
                }
            );
            // Rows of its lists that arrived since are its own as well.
            since.AddRange(
                await tx.QueryAsync<Guid>(
                    """
                    SELECT r.report_id FROM incident_report ir JOIN report r ON r.report_id = ir.report_id
                    WHERE ir.incident_id = @survivor AND r.scheme = @Scheme AND r.external_id = @ExternalId
                    """,
                    new
                    {
                        survivor,
                        key.Scheme,
                        key.ExternalId,
                    }
                )
            );
        }
        // What both rest on stays with the survivor too; a link that its import has taken back since is not made again.
        var own = Reports.Union(since).ToList();
        var (goes, both) = (
            Dialect.List(tx.Engine, own.Except(ReportsOfSurvivor)),
            Dialect.List(tx.Engine, own.Intersect(ReportsOfSurvivor))
        );
        await tx.ExecuteAsync(
            $"UPDATE incident_report SET incident_id = @id WHERE incident_id = @survivor AND {Dialect.InIds(tx.Engine, "report_id", "goes")}",
            new
            {
                id,
                survivor,
                goes,
            }
        );
        await tx.ExecuteAsync(
            $"""
            INSERT INTO incident_report (incident_id, report_id, import_id)
            SELECT @id, report_id, import_id FROM incident_report
            WHERE incident_id = @survivor AND {Dialect.InIds(tx.Engine, "report_id", "both")}
            """,
            new
            {
                id,
                survivor,
                both,
            }
        );
        await Withholding.FollowAsync(tx, id, survivor);
        var findings = Dialect.List(tx.Engine, Findings);
        foreach (var table in new[] { "verification", "verification_report" })
        {
            await tx.ExecuteAsync(
                $"UPDATE {table} SET incident_id = @id WHERE incident_id = @survivor AND {Dialect.InIds(tx.Engine, "verification_id", "findings")}",
                new
                {
                    id,
                    survivor,
                    findings,
                }
            );
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this);

    public static MergedRows FromJson(string json) => JsonSerializer.Deserialize<MergedRows>(json)!;

    private static async Task<IReadOnlyList<Guid>> ReportsAsync(WriteScope tx, Guid id) =>
        [.. await tx.QueryAsync<Guid>("SELECT report_id FROM incident_report WHERE incident_id = @id", new { id })];

    /// <summary>All that one incident rests on goes to another: reports, keys of lists, findings. A report of both stays there once.</summary>
    public static async Task HandOverAsync(WriteScope tx, Guid from, Guid to)
    {
        await tx.ExecuteAsync(
            """
            UPDATE incident_report SET incident_id = @to WHERE incident_id = @from
              AND report_id NOT IN (SELECT report_id FROM incident_report WHERE incident_id = @to)
            """,
            new { from, to }
        );
        await tx.ExecuteAsync("DELETE FROM incident_report WHERE incident_id = @from", new { from });
        foreach (var table in new[] { "incident_key", "verification", "verification_report" })
        {
            await tx.ExecuteAsync($"UPDATE {table} SET incident_id = @to WHERE incident_id = @from", new { from, to });
        }
        await Withholding.FollowAsync(tx, from, to);
    }

    private sealed class Made
    {
        public string CreatedBy { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public Guid? ImportId { get; init; }
    }
}

/// <summary>What an incident is called in a list that it came from.</summary>
internal sealed class KeyOf
{
    public string Scheme { get; init; } = "";
    public string ExternalId { get; init; } = "";
}
