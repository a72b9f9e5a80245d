using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Gather;

/// <summary>Moves reports into a compartment or out of it: their text, their files, their hits and their count go with them.</summary>
public static class ReportCompartments
{
    /// <summary>The report, all that it corrects and all that corrects it: they tell the same.</summary>
    public static async Task<IReadOnlySet<Guid>> VersionsAsync(WriteScope tx, Guid report)
    {
        var all = new HashSet<Guid> { report };
        IReadOnlyCollection<Guid> fresh = all;
        while (fresh.Count > 0)
        {
            var near = await tx.QueryAsync<Guid>(
                $"""
                SELECT supersedes_id FROM report WHERE supersedes_id IS NOT NULL AND {Dialect.InIds(
                    tx.Engine,
                    "report_id",
                    "fresh"
                )}
                UNION SELECT report_id FROM report WHERE {Dialect.InIds(tx.Engine, "supersedes_id", "fresh")}
                """,
                new { fresh = Dialect.List(tx.Engine, fresh) }
            );
            fresh = [.. near.Where(all.Add)];
        }
        return all;
    }

    /// <summary>Takes those that lie open into a compartment.</summary>
    public static Task EncloseAsync(
        WriteScope tx,
        AuditLog audit,
        IReadOnlyCollection<Guid> reports,
        Guid compartment,
        Caller caller
    ) => MoveAsync(tx, audit, reports, "compartment_id = @compartment", "compartment_id IS NULL", compartment, caller);

    /// <summary>Lets those out that lie in the compartment.</summary>
    public static Task ReleaseAsync(
        WriteScope tx,
        AuditLog audit,
        IReadOnlyCollection<Guid> reports,
        Guid compartment,
        Caller caller
    ) => MoveAsync(tx, audit, reports, "compartment_id = NULL", "compartment_id = @compartment", compartment, caller);

    private static async Task MoveAsync(
        WriteScope tx,
        AuditLog audit,
        IReadOnlyCollection<Guid> reports,
        string to,
        string from,
        Guid compartment,
        Caller caller
    )
    {
        var moved = (
            await tx.QueryAsync<Guid>(
                $"UPDATE report SET {to} WHERE {from} AND {Dialect.InIds(tx.Engine, "report_id", "reports")} RETURNING report_id",
                new { reports = Dialect.List(tx.Engine, reports), compartment }
            )
        ).ToList();
        await audit.AppendAsync(
            tx,
            caller.Id,
            from.EndsWith("NULL", StringComparison.Ordinal) ? "report.enclosed" : "report.released",
            [.. moved.Select(r => ($"report:{r}", (object?)new { compartment }))]
        );
    }

    /// <summary>What corrects a report lies where that report lies, unless it says itself where it belongs.</summary>
    internal static async Task<IReadOnlyCollection<NewReport>> InheritAsync(
        WriteScope tx,
        IReadOnlyCollection<NewReport> reports
    )
    {
        var corrected = reports.Select(r => r.SupersedesId).OfType<Guid>().ToList();
        if (corrected.Count == 0)
        {
            return reports;
        }
        var rows = await tx.QueryAsync<Lies>(
            $"""
            SELECT report_id, compartment_id FROM report
            WHERE compartment_id IS NOT NULL AND {Dialect.InIds(tx.Engine, "report_id", "corrected")}
            """,
            new { corrected = Dialect.List(tx.Engine, corrected) }
        );
        var known = rows.ToDictionary(r => r.ReportId, r => r.CompartmentId);
        var kept = new List<NewReport>(reports.Count);
        foreach (var report in reports)
        {
            var own =
                report.CompartmentId is null && report.SupersedesId is { } old && known.TryGetValue(old, out var at)
                    ? report with
                    {
                        CompartmentId = at,
                    }
                    : report;
            if (own.CompartmentId is { } lies)
            {
                known[own.Id] = lies;
            }
            kept.Add(own);
        }
        return kept;
    }

    private sealed class Lies
    {
        public Guid ReportId { get; init; }
        public Guid CompartmentId { get; init; }
    }
}
