using Toguna.Formats;
using Toguna.Formats.Reports;

namespace Toguna.Gather.Reports;

/// <summary>What becomes of the rows of a step.</summary>
/// <param name="Revised">How many of <paramref name="Fresh"/> supersede an earlier version of their own.</param>
/// <param name="Links">Of new reports, and of known ones: those are first counted among <paramref name="Known"/>.</param>
/// <param name="Known">Rows that are here already.</param>
internal sealed record ReportStep(
    List<NewReport> Fresh,
    long Revised,
    long Known,
    List<ReportLink> Links,
    List<Reject> Rejects
);

/// <summary>The decision of <see cref="KeepReports"/>: rows and what is known in, new reports, links and refusals out.</summary>
internal static class DecideReports
{
    /// <param name="known">Reports that are here, by id; the versions of an id in the order in which they came.</param>
    /// <param name="sources">Ids of all sources that the rows name.</param>
    /// <param name="records">What the rows speak of, as far as it is known.</param>
    public static ReportStep Decide(
        Guid importId,
        IReadOnlyList<(ReportRow Row, RawRow Raw)> rows,
        ILookup<string, KnownReport> known,
        IReadOnlyDictionary<string, Guid> sources,
        IReadOnlyDictionary<string, Guid> records,
        Func<Guid> newId
    )
    {
        var step = new ReportStep([], 0, 0, [], []);
        var taken = new Dictionary<string, (Guid Report, long Line)>(rows.Count, StringComparer.Ordinal);
        foreach (var (row, raw) in rows)
        {
            var line = raw.Line;
            var versions = known[row.Id].ToList();
            var newest = versions.LastOrDefault();
            Guid? corrected =
                row.Supersedes is null ? null
                : taken.TryGetValue(row.Supersedes, out var above) ? above.Report
                : known[row.Supersedes].LastOrDefault()?.ReportId;
            Guid record = default;
            var fault =
                taken.TryGetValue(row.Id, out var twice) ? Twice(row, line, twice.Line)
                : newest?.ImportId == importId && newest.ImportId is not null ? Twice(row, line, newest.Line ?? 0)
                : row.Supersedes is not null && (corrected is null || row.Supersedes == row.Id) ? NoReport(row, line)
                : row.About is not null && !records.TryGetValue(row.About, out record) ? NoIncident(row, line)
                : null;
            if (fault is not null)
            {
                step.Rejects.Add(new Reject(fault, raw.Verbatim));
                continue;
            }
            var report = ReportOf(importId, row, line, sources[row.Source], newest?.ReportId ?? corrected, newId);
            var same =
                newest is not null
                && IsSame(newest, report)
                && (corrected is null || versions.Exists(v => v.SupersedesId == corrected));
            if (same)
            {
                step = step with { Known = step.Known + 1 };
            }
            else
            {
                step.Fresh.Add(report);
                step = step with { Revised = step.Revised + (newest is null ? 0 : 1) };
            }
            var id = same ? newest!.ReportId : report.Id;
            taken.Add(row.Id, (id, line));
            if (row.About is not null)
            {
                step.Links.Add(new ReportLink(id, record, !same));
            }
        }
        return step;
    }

    private static NewReport ReportOf(
        Guid importId,
        ReportRow row,
        long line,
        Guid source,
        Guid? supersedes,
        Func<Guid> newId
    ) =>
        new(
            newId(),
            source,
            row.Channel,
            ReportBook.Scheme,
            row.Id,
            importId,
            line,
            row.Text,
            ReportBook.FingerprintOf(row.Text),
            supersedes,
            row.Language,
            row.Received,
            row.Reliability,
            row.Credibility
        );

    private static bool IsSame(KnownReport here, NewReport row) =>
        here.SourceId == row.SourceId
        && here.ReceivedAt == row.ReceivedAt
        && here.Channel == row.Channel
        && here.Language == row.Language
        && here.Reliability == row.Reliability
        && here.Credibility == row.Credibility
        && here.Fingerprint.AsSpan().SequenceEqual(row.Fingerprint);

    private static Fault Twice(ReportRow row, long line, long first) =>
        Fault(
            line,
            "id",
            row.Id,
            "duplicate_id",
            $"stands already in line {first} of this file; expected one row per id."
        );

    private static Fault NoReport(ReportRow row, long line) =>
        Fault(
            line,
            "supersedes",
            row.Supersedes!,
            "supersedes_unknown",
            "is no earlier report; expected the id of one that is here or stands further up in this file."
        );

    private static Fault NoIncident(ReportRow row, long line) =>
        Fault(
            line,
            "about",
            row.About!,
            "about_unknown",
            "names no known incident; expected list:id, such as ucdp-ged:244657 or csv:My list:MI-0412, or nothing."
        );

    private static Fault Fault(long line, string column, string value, string code, string reason) =>
        new(line, column, value, code, $"The {column} \"{value}\" {reason}");
}
