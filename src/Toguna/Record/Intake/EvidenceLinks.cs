using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record.Intake;

/// <summary>Links reports to incidents that a list of reports names by what they are called in the list they came from.</summary>
/// <remarks>
/// Who imports need not be cleared for everything, and a refusal would tell: an incident that is strictly confidential, lies
/// in a compartment or belongs to an exercise is unknown here, and is linked on its own page.
/// </remarks>
internal static class EvidenceLinks
{
    /// <summary>The highest classification that everybody who may import may read.</summary>
    private const int Clearance = 1;

    private static readonly (string, Cell)[] Columns =
    [
        ("incident_id", Cell.Id),
        ("report_id", Cell.Id),
        ("import_id", Cell.Id),
    ];

    public static readonly ReportLinks Links = new(FindAsync, LinkAsync, UnlinkAsync);

    /// <summary>A list's name may hold a colon, and so may an id: whichever way of splitting is known is meant, the longest name first.</summary>
    private static async Task<IReadOnlyDictionary<string, Guid>> FindAsync(
        WriteScope tx,
        IReadOnlyCollection<string> abouts
    )
    {
        var keys = await tx.QueryAsync<KeyRow>(
            $"""
            SELECT k.scheme, k.external_id, k.incident_id FROM incident_key k JOIN incident i ON i.incident_id = k.incident_id
            WHERE {Dialect.In(tx.Engine, "k.scheme", "schemes")} AND {Dialect.In(tx.Engine, "k.external_id", "ids")}
              AND i.compartment_id IS NULL AND i.classification <= @Clearance AND i.exercise = @no
            """,
            new
            {
                schemes = Dialect.List(tx.Engine, abouts.SelectMany(Splits).Select(s => s.Scheme).Distinct()),
                ids = Dialect.List(tx.Engine, abouts.SelectMany(Splits).Select(s => s.Id).Distinct()),
                Clearance,
                no = false,
            }
        );
        var known = keys.ToDictionary(k => (k.Scheme, k.ExternalId), k => k.IncidentId);
        var found = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var about in abouts)
        {
            foreach (var split in Splits(about).Where(known.ContainsKey).Take(1))
            {
                found[about] = known[split];
            }
        }
        return found;
    }

    private static IEnumerable<(string Scheme, string Id)> Splits(string about)
    {
        for (var at = about.LastIndexOf(':'); at > 0; at = about.LastIndexOf(':', at - 1))
        {
            yield return (about[..at], about[(at + 1)..]);
        }
    }

    private static async Task<long> LinkAsync(
        WriteScope tx,
        Guid importId,
        IReadOnlyList<ReportLink> links,
        CancellationToken ct
    )
    {
        var fresh = links.Where(l => l.IsNew).Select(l => new object?[] { l.RecordId, l.ReportId, importId }).ToList();
        await BulkInsert.IntoAsync(tx, "incident_report", Columns, fresh, ct);
        var added = 0L;
        foreach (var link in links.Where(l => !l.IsNew))
        {
            added += await tx.ExecuteAsync(
                """
                INSERT INTO incident_report (incident_id, report_id, import_id) VALUES (@RecordId, @ReportId, @importId)
                ON CONFLICT (incident_id, report_id) DO NOTHING
                """,
                new
                {
                    link.RecordId,
                    link.ReportId,
                    importId,
                }
            );
        }
        await Withholding.FollowAsync(tx, [.. links.Select(l => l.RecordId).Distinct()]);
        return added;
    }

    private static Task UnlinkAsync(WriteScope tx, Guid importId) =>
        tx.ExecuteAsync(
            """
            DELETE FROM incident_report WHERE import_id = @importId
              OR report_id IN (SELECT report_id FROM report WHERE import_id = @importId)
            """,
            new { importId }
        );

    private sealed class KeyRow
    {
        public string Scheme { get; init; } = "";
        public string ExternalId { get; init; } = "";
        public Guid IncidentId { get; init; }
    }
}
