using Toguna.Foundation.Storage;
using Toguna.Gather.Reports;

namespace Toguna.Gather;

/// <summary>A report to be kept: exactly as it arrived, never edited afterwards.</summary>
/// <param name="Scheme">The list its record is known in, e.g. <c>ucdp-ged</c>; null for a report of our own.</param>
/// <param name="Fingerprint">First 16 bytes of the SHA-256 of <paramref name="Verbatim"/>.</param>
/// <param name="SupersedesId">The report that this one corrects.</param>
/// <param name="ReceivedAt">When it reached the mission; null: now.</param>
/// <param name="Reliability">A to F: how its source was graded then.</param>
/// <param name="Credibility">1 to 6.</param>
/// <param name="Answers">JSON of what a form asked beside the account itself.</param>
/// <param name="Classification">0 unclassified, 1 confidential, 2 strictly confidential.</param>
/// <param name="Place">Where it says it was, in its own words: kept with its place in the queue, and found by a search.</param>
public sealed record NewReport(
    Guid Id,
    Guid SourceId,
    string Channel,
    string? Scheme,
    string? ExternalId,
    Guid? ImportId,
    long? Line,
    string Verbatim,
    byte[] Fingerprint,
    Guid? SupersedesId = null,
    string? Language = null,
    DateTimeOffset? ReceivedAt = null,
    string? Reliability = null,
    int? Credibility = null,
    string? Answers = null,
    int Classification = 0,
    string? Component = null,
    Guid? CompartmentId = null,
    string? Place = null
);

/// <summary>Keeps reports, the sources they come from, and the words by which messages are found.</summary>
public static class ReportBook
{
    /// <summary>The list that imported messages are known in, by the ids that their mission gave them.</summary>
    public const string Scheme = "reports";

    private static readonly (string, Cell)[] Columns =
    [
        ("report_id", Cell.Id),
        ("source_id", Cell.Id),
        ("channel", Cell.Text),
        ("scheme", Cell.Text),
        ("external_id", Cell.Text),
        ("received_at", Cell.Instant),
        ("import_id", Cell.Id),
        ("line", Cell.Long),
        ("verbatim", Cell.Text),
        ("fingerprint", Cell.Bytes),
        ("supersedes_id", Cell.Id),
        ("language", Cell.Text),
        ("reliability", Cell.Text),
        ("credibility", Cell.Small),
        ("answers", Cell.Text),
        ("classification", Cell.Small),
        ("component", Cell.Text),
        ("compartment_id", Cell.Id),
    ];

    /// <summary>Keeps them; one that corrects what lies in a compartment lies there as well.</summary>
    public static async Task KeepAsync(
        WriteScope tx,
        IReadOnlyCollection<NewReport> reports,
        CancellationToken ct = default
    )
    {
        await InsertAsync(tx, await ReportCompartments.InheritAsync(tx, reports), ct);
    }

    /// <summary>Writes them as they are: whoever calls has looked in which compartments they lie.</summary>
    internal static async Task InsertAsync(
        WriteScope tx,
        IReadOnlyCollection<NewReport> reports,
        CancellationToken ct = default
    )
    {
        await BulkInsert.IntoAsync(
            tx,
            "report",
            Columns,
            [
                .. reports.Select(r =>
                    new object?[]
                    {
                        r.Id,
                        r.SourceId,
                        r.Channel,
                        r.Scheme,
                        r.ExternalId,
                        r.ReceivedAt ?? tx.Now,
                        r.ImportId,
                        r.Line,
                        r.Verbatim,
                        r.Fingerprint,
                        r.SupersedesId,
                        r.Language,
                        r.Reliability,
                        r.Credibility,
                        r.Answers,
                        r.Classification,
                        r.Component,
                        r.CompartmentId,
                    }
                ),
            ],
            ct
        );
        await ReportWords.KeepAsync(tx, reports, ct);
    }

    /// <summary>The source everybody knows by that code name; made at first use.</summary>
    /// <param name="kind">dataset, person, organisation, media, patrol or mission.</param>
    public static async Task<Guid> SourceAsync(WriteScope tx, string codeName, string kind)
    {
        await tx.ExecuteAsync(
            """
            INSERT INTO source (source_id, code_name, kind, created_at) VALUES (@Id, @codeName, @kind, @Now)
            ON CONFLICT (code_name) DO NOTHING
            """,
            new
            {
                Id = tx.NewId(),
                codeName,
                kind,
                tx.Now,
            }
        );
        return await tx.FindAsync<Guid>("SELECT source_id FROM source WHERE code_name = @codeName", new { codeName });
    }

    public static byte[] FingerprintOf(string verbatim) =>
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(verbatim))[..16];
}
