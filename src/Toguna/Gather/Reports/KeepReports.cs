using Toguna.Formats;
using Toguna.Formats.Reports;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Reports;

/// <summary>Keeps the rows of a list of reports: new ones are kept, changed ones supersede, known ones are left.</summary>
/// <remarks>
/// A report is never edited. A row that comes again with other words or another time is a new report that supersedes the
/// earlier one. What it is <c>about</c> is no part of it: a row that only adds that links the report that is here.
/// </remarks>
internal sealed class KeepReports(Guid importId, ReportLinks links)
{
    private readonly Dictionary<string, Guid> sources = new(StringComparer.Ordinal);

    public async Task<StepCounts> StepAsync(
        WriteScope tx,
        IReadOnlyList<(ReportRow Row, RawRow Raw)> rows,
        CancellationToken ct
    )
    {
        var ids = rows.Select(r => r.Row.Id).Concat(rows.Select(r => r.Row.Supersedes).OfType<string>());
        var known = (
            await tx.QueryAsync<KnownReport>(
                $"""
                SELECT report_id, source_id, external_id, received_at, channel, language, credibility, reliability, fingerprint,
                  supersedes_id, import_id, line
                FROM report WHERE scheme = '{ReportBook.Scheme}' AND {Dialect.In(
                    tx.Engine,
                    "external_id",
                    "ids"
                )} ORDER BY report_id
                """,
                new { ids = Dialect.List(tx.Engine, ids.Distinct()) }
            )
        ).ToLookup(k => k.ExternalId, StringComparer.Ordinal);
        foreach (var (row, _) in rows.DistinctBy(r => r.Row.Source))
        {
            if (!sources.ContainsKey(row.Source))
            {
                var source = await ReportBook.SourceAsync(tx, row.Source, SourceKind(row.Channel));
                sources[row.Source] = source;
                await Consents.TakeFromListAsync(tx, source);
            }
        }
        var abouts = rows.Select(r => r.Row.About).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var records = abouts.Count == 0 ? new Dictionary<string, Guid>() : await links.FindAsync(tx, abouts);
        var step = DecideReports.Decide(importId, rows, known, sources, records, tx.NewId);
        await ReportBook.KeepAsync(tx, step.Fresh, ct);
        await TriageBook.OpenAsync(tx, step.Fresh, step.Links.Select(l => l.ReportId).ToHashSet(), ct);
        await GradeAsync(tx, step.Fresh);
        var linked = await links.LinkAsync(tx, importId, step.Links, ct);
        return new StepCounts(
            step.Fresh.Count - step.Revised,
            step.Revised + linked,
            step.Known - linked,
            0,
            step.Rejects
        );
    }

    /// <summary>A source is graded as its newest graded report says; the reports keep the grades that they came with.</summary>
    private static async Task GradeAsync(WriteScope tx, IReadOnlyList<NewReport> fresh)
    {
        foreach (var own in fresh.Where(r => r.Reliability is not null).GroupBy(r => r.SourceId))
        {
            var newest = own.MaxBy(r => r.ReceivedAt)!;
            await tx.ExecuteAsync(
                """
                UPDATE source SET reliability = @Reliability, reliability_at = @ReceivedAt
                WHERE source_id = @SourceId AND (reliability_at IS NULL OR reliability_at <= @ReceivedAt)
                """,
                new
                {
                    newest.Reliability,
                    newest.ReceivedAt,
                    newest.SourceId,
                }
            );
        }
    }

    private static string SourceKind(string channel) =>
        channel switch
        {
            "radio" => "media",
            "patrol" => "patrol",
            "email" => "organisation",
            "form" => "mission",
            _ => "person",
        };
}

/// <summary>A report that is here already, by its id in the list.</summary>
internal sealed class KnownReport
{
    public Guid ReportId { get; init; }
    public Guid SourceId { get; init; }
    public string ExternalId { get; init; } = "";
    public DateTimeOffset ReceivedAt { get; init; }
    public string Channel { get; init; } = "";
    public string? Language { get; init; }
    public int? Credibility { get; init; }
    public string? Reliability { get; init; }
    public byte[] Fingerprint { get; init; } = [];
    public Guid? SupersedesId { get; init; }
    public Guid? ImportId { get; init; }
    public long? Line { get; init; }
}
