using Toguna.Formats;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record.Intake;

/// <summary>Records the rows of one import: new ones become incidents, changed ones revise theirs, known ones are left.</summary>
internal sealed class IntakeBook(Guid importId, string by, string scheme, string sourceName)
{
    private readonly ActorBook actors = new(importId);
    private Guid? sourceId;

    public async Task<StepCounts> RecordAsync(WriteScope tx, IReadOnlyList<DraftRow> rows, CancellationToken ct)
    {
        sourceId ??= await ReportBook.SourceAsync(tx, sourceName, "dataset");
        var known = await KnownAsync(tx, rows);
        var fresh = new List<DraftRow>();
        var changed = new List<(DraftRow Row, KeyRow Key)>();
        var rejects = new List<Reject>();
        var linesSeen = new Dictionary<string, long>(rows.Count, StringComparer.Ordinal);
        long unchanged = 0;
        foreach (var row in rows)
        {
            var id = row.Draft.ExternalId;
            if (!linesSeen.TryAdd(id, row.Line))
            {
                rejects.Add(Duplicate(row, linesSeen[id]));
            }
            else if (!known.TryGetValue(id, out var key))
            {
                fresh.Add(row);
            }
            else if (key.ImportId == importId)
            {
                rejects.Add(Duplicate(row, key.Line));
            }
            else if (key.Fingerprint.AsSpan().SequenceEqual(row.Fingerprint))
            {
                unchanged++;
            }
            else
            {
                changed.Add((row, key));
            }
        }
        await actors.MeetAsync(tx, fresh.Concat(changed.Select(c => c.Row)).SelectMany(ActorsOf));
        await CreateAsync(tx, fresh, ct);
        var (updated, kept) = await new Revision(importId, by, scheme, sourceId.Value, actors).ApplyAsync(
            tx,
            changed,
            ct
        );
        var warnings = kept + fresh.Concat(changed.Select(c => c.Row)).LongCount(r => r.Draft.Warnings.Count > 0);
        return new StepCounts(fresh.Count, updated, unchanged + kept, warnings, rejects);
    }

    private async Task CreateAsync(WriteScope tx, List<DraftRow> fresh, CancellationToken ct)
    {
        if (fresh.Count == 0)
        {
            return;
        }
        var number =
            await tx.FindAsync<long>(
                "UPDATE counter SET next = next + @Count WHERE name = 'incident' RETURNING next",
                new { fresh.Count }
            ) - fresh.Count;
        var reports = new List<NewReport>(fresh.Count);
        var records = new IncidentRows();
        foreach (var row in fresh)
        {
            var incidentId = tx.NewId();
            var report = ReportOf(tx, row, importId, scheme, sourceId!.Value, null);
            reports.Add(report);
            records.AddIncident(tx, incidentId, number++, row.Draft, importId, by);
            records.AddChildren(tx, incidentId, row.Draft, report.Id, actors);
            records.AddKey(scheme, row, incidentId, report.Id, importId);
            records.RestOn(incidentId, report.Id);
        }
        await actors.WriteAsync(tx, ct);
        await ReportBook.KeepAsync(tx, reports, ct);
        await records.WriteAsync(tx, ct);
    }

    public static NewReport ReportOf(
        WriteScope tx,
        DraftRow row,
        Guid importId,
        string scheme,
        Guid sourceId,
        Guid? supersedes
    ) =>
        new(
            tx.NewId(),
            sourceId,
            "import",
            scheme,
            row.Draft.ExternalId,
            importId,
            row.Line,
            row.Verbatim,
            row.Fingerprint,
            supersedes
        );

    private async Task<Dictionary<string, KeyRow>> KnownAsync(WriteScope tx, IReadOnlyList<DraftRow> rows)
    {
        var found = await tx.QueryAsync<KeyRow>(
            $"""
            SELECT k.external_id, k.incident_id, k.report_id, k.fingerprint, k.import_id, i.edited, r.line
            FROM incident_key k JOIN incident i ON i.incident_id = k.incident_id
            LEFT JOIN report r ON r.report_id = k.report_id
            WHERE k.scheme = @scheme AND {Dialect.In(tx.Engine, "k.external_id", "ids")}
            """,
            new { scheme, ids = Dialect.List(tx.Engine, rows.Select(r => r.Draft.ExternalId)) }
        );
        return found.ToDictionary(k => k.ExternalId, StringComparer.Ordinal);
    }

    private static IEnumerable<DraftActor> ActorsOf(DraftRow row) =>
        row
            .Draft.Parties.Select(p => p.Actor)
            .Concat(row.Draft.Acts.SelectMany(a => a.Perpetrators))
            .Concat(row.Draft.Casualties.Select(c => c.Party).OfType<DraftActor>());

    private static Reject Duplicate(DraftRow row, long firstLine) =>
        new(
            new Fault(
                row.Line,
                "id",
                row.Draft.ExternalId,
                "duplicate_id",
                $"The id \"{row.Draft.ExternalId}\" stands already in line {firstLine} of this file; expected one row per id."
            ),
            row.Verbatim
        );

    /// <summary>What an id of the list stands for already.</summary>
    internal sealed class KeyRow
    {
        public string ExternalId { get; init; } = "";
        public Guid IncidentId { get; init; }
        public Guid ReportId { get; init; }
        public byte[] Fingerprint { get; init; } = [];
        public Guid ImportId { get; init; }
        public bool Edited { get; init; }
        public long Line { get; init; }
    }
}
