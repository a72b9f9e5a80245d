using Microsoft.Extensions.DependencyInjection;
using Toguna.Formats;
using Toguna.Formats.Reports;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Reports;

/// <summary><c>toguna import reports FILE</c>: a mission's list of messages, each row a report; see docs/importing.md.</summary>
internal static class ImportReports
{
    public const string Name = "reports";

    /// <summary>Rows of one transaction.</summary>
    private const int StepSize = 4_000;

    /// <summary>A step is also closed at this much text.</summary>
    private const long StepCharacters = 16 << 20;

    public static ImportKind Kind(IServiceProvider services)
    {
        var links = services.GetRequiredService<ReportLinks>();
        return new ImportKind(
            Name,
            4,
            [],
            (run, ct) => RunAsync(run, links, ct),
            (tx, importId, _) => UndoAsync(tx, importId, links)
        );
    }

    private static async Task RunAsync(ImportRun run, ReportLinks links, CancellationToken ct)
    {
        using var source = Tables.Open(run.Open());
        var parsed = ReportReader.Read(source);
        source.Skip(run.RowsDone);
        var keep = new KeepReports(run.Id, links);
        var read = run.RowsDone;
        var characters = 0L;
        var (rows, rejects) = (new List<(ReportRow, RawRow)>(), new List<Reject>());
        foreach (var row in parsed)
        {
            read++;
            characters += row.Row.Verbatim.Length;
            if (row.Value is { } value)
            {
                rows.Add((value, row.Row));
            }
            else
            {
                var reason = string.Join(" · ", row.Faults.Select(f => f.Reason));
                rejects.Add(new Reject(row.Faults[0] with { Reason = reason }, row.Row.Verbatim));
            }
            if (rows.Count + rejects.Count >= StepSize || characters >= StepCharacters)
            {
                await CommitAsync();
            }
        }
        if (rows.Count + rejects.Count > 0)
        {
            await CommitAsync();
        }

        async Task CommitAsync()
        {
            await run.CommitAsync(read, source.BytesRead, rejects, tx => keep.StepAsync(tx, rows, ct), ct);
            (rows, rejects, characters) = ([], [], 0);
        }
    }

    /// <summary>The links go, and a source is graded again as its other reports say; the reports go with the import.</summary>
    private static async Task<UndoCounts> UndoAsync(WriteScope tx, Guid importId, ReportLinks links)
    {
        var later = await tx.FindAsync<Later>(
            """
            SELECT count(*) AS reports, max(m.file_name) AS file_name FROM report n
            JOIN report r ON r.report_id = n.supersedes_id JOIN import m ON m.import_id = n.import_id
            WHERE r.import_id = @importId AND n.import_id <> @importId
            """,
            new { importId }
        );
        if (later!.Reports > 0)
        {
            throw GatherProblems.SupersededLater(later.Reports, later.FileName).Raise();
        }
        const string Ours = "report_id IN (SELECT report_id FROM report WHERE import_id = @importId)";
        var decided = await tx.FindAsync<long>(
            $"SELECT count(DISTINCT report_id) FROM triage_step WHERE {Ours}",
            new { importId }
        );
        if (decided > 0)
        {
            throw GatherProblems.TriagedSince(decided).Raise();
        }
        await tx.ExecuteAsync($"DELETE FROM triage WHERE {Ours}", new { importId });
        await ReportWords.RemoveAsync(tx, importId);
        await links.UnlinkAsync(tx, importId);
        const string Newest =
            "FROM report r WHERE r.source_id = source.source_id AND r.reliability IS NOT NULL AND (r.import_id IS NULL OR r.import_id <> @importId) ORDER BY r.received_at DESC LIMIT 1";
        await tx.ExecuteAsync(
            $"""
            UPDATE source SET reliability = (SELECT r.reliability {Newest}), reliability_at = (SELECT r.received_at {Newest})
            WHERE source_id IN (SELECT source_id FROM report WHERE import_id = @importId AND received_at = source.reliability_at)
            """,
            new { importId }
        );
        var removed = await tx.FindAsync<long>(
            "SELECT count(*) FROM report WHERE import_id = @importId",
            new { importId }
        );
        return new UndoCounts(removed, 0);
    }

    private sealed class Later
    {
        public long Reports { get; init; }
        public string FileName { get; init; } = "";
    }
}
