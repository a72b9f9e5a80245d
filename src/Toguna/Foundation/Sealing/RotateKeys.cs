using System.Diagnostics;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Sealing;

/// <param name="Done">Keys wrapped anew and rows indexed anew.</param>
/// <param name="Total">How many there were to do when it began.</param>
public sealed record RotationProgress(long Done, long Total);

/// <summary>What a rotation did.</summary>
/// <param name="Master">The master that seals from now on.</param>
/// <param name="Resumed">It went on with a rotation that had been interrupted.</param>
/// <param name="Rewrapped">Data keys wrapped anew.</param>
/// <param name="Reindexed">Blind indexes made anew.</param>
/// <param name="Unreadable">Sealed values that no key opens; they lost their blind index.</param>
/// <param name="Retired">Masters that were destroyed.</param>
public sealed record RotationCounts(
    string Master,
    bool Resumed,
    long Rewrapped,
    long Reindexed,
    long Unreadable,
    IReadOnlyList<string> Retired,
    double Seconds
);

/// <summary>Makes a new master, brings everything under it, and destroys the old one.</summary>
/// <remarks>
/// In small transactions while people work. Killed at any point it leaves an installation that seals and opens; the next
/// run goes on with the same master. The old master goes only when nothing is left under it.
/// </remarks>
public sealed class RotateKeys(
    Database database,
    KeyRing ring,
    SubjectKeys subjects,
    SealedFields fields,
    IEnumerable<SealedColumn> columns,
    AuditLog audit,
    TimeProvider clock
)
{
    private const int Step = 500;

    private readonly SealedColumn[] indexed = [.. columns.Where(c => c.Index is not null)];

    /// <exception cref="ProblemException">The caller may not, the office is locked, or the ring is missing.</exception>
    public Task<RotationCounts> RunAsync(
        Caller by,
        IProgress<RotationProgress>? progress = null,
        CancellationToken ct = default
    ) => by.May(Permission.Administer) ? RotateAsync(by, progress, ct) : throw FoundationProblems.Forbidden().Raise();

    /// <summary>Rotates until none of these masters is left: an interrupted rotation is finished, then a new one made.</summary>
    internal async Task ReplaceAllAsync(
        IReadOnlyList<string> masters,
        Caller by,
        IProgress<RotationProgress>? progress,
        CancellationToken ct
    )
    {
        while (ring.Need().Masters.Any(m => masters.Contains(m.Id)))
        {
            await RotateAsync(by, progress, ct);
        }
    }

    private async Task<RotationCounts> RotateAsync(
        Caller by,
        IProgress<RotationProgress>? progress,
        CancellationToken ct
    )
    {
        var started = Stopwatch.StartNew();
        var (now, resumed) = Begin();
        using var copy = now;
        if (!resumed)
        {
            await database.WriteAsync(
                tx => audit.AppendAsync(tx, by.Id, "keys.rotation_started", "master:" + now.Newest.Id),
                ct
            );
        }
        var total = await LeftAsync(now.Newest, ct);
        long rewrapped = 0;
        long reindexed = 0;
        long unreadable = 0;
        do
        {
            if (ring.Need().Newest.Id != now.Newest.Id)
            {
                // Another process finished this rotation and began the next, which will bring everything further.
                return Counts([]);
            }
            for (int some; (some = subjects.Rewrap()) > 0; )
            {
                ct.ThrowIfCancellationRequested();
                rewrapped += some;
                progress?.Report(new RotationProgress(rewrapped + reindexed, total));
            }
            foreach (var column in indexed)
            {
                for (Guid? after = Guid.Empty; after is { } from; )
                {
                    ct.ThrowIfCancellationRequested();
                    var step = await ReindexAsync(column, now.Newest, from, ct);
                    (after, reindexed, unreadable) = (step.Last, reindexed + step.Made, unreadable + step.Lost);
                    progress?.Report(new RotationProgress(rewrapped + reindexed, total));
                }
            }
            // Whoever sealed with the ring as it was before is waited for; whoever seals later takes the newest.
        } while (!await NothingLeftAsync(now.Newest, by, (rewrapped, reindexed, unreadable), ct));
        return Counts(Retire());

        RotationCounts Counts(IReadOnlyList<string> retired) =>
            new(
                now.Newest.Id,
                resumed,
                rewrapped,
                reindexed,
                unreadable,
                retired,
                Math.Round(started.Elapsed.TotalSeconds, 3)
            );
    }

    /// <summary>A new master, unless one is already taking over.</summary>
    private (Ring Now, bool Resumed) Begin() =>
        subjects.Change(c =>
        {
            var now = subjects.EnsureRing(c);
            if (now.Masters.Count > 1)
            {
                return (now, true);
            }
            ring.Save(now with { Masters = [.. now.Masters, Master.New(clock.GetUtcNow())] });
            return (ring.Need(), false);
        });

    private async Task<(Guid? Last, int Made, int Lost)> ReindexAsync(
        SealedColumn column,
        Master newest,
        Guid after,
        CancellationToken ct
    ) =>
        await database.WriteAsync(
            async tx =>
            {
                await SealingTurn.ShareAsync(tx);
                var rows = (
                    await tx.QueryAsync<SealedRow>(
                        $"""
                        {SealedRow.Select(column)}
                        WHERE {column.Column} IS NOT NULL AND {column.Id} > @after
                          AND ({column.Index} IS NULL OR substr({column.Index}, 1, 4) <> @Prefix)
                        ORDER BY {column.Id} LIMIT {Step}
                        """,
                        new { after, newest.Prefix }
                    )
                ).AsList();
                var (texts, lost) = OpenWhatOpens(column, rows);
                foreach (var row in rows)
                {
                    var index = texts.TryGetValue(row.Row, out var text)
                        ? SealedFields.IndexOf(newest, column, text)
                        : null;
                    await tx.ExecuteAsync(
                        $"UPDATE {column.Table} SET {column.Index} = @index WHERE {column.Id} = @Row AND {column.Column} IS NOT NULL",
                        new { index, row.Row }
                    );
                }
                return (rows.Count < Step ? (Guid?)null : rows[^1].Row, texts.Count, lost);
            },
            ct
        );

    /// <summary>One damaged value must not keep an old master alive for ever.</summary>
    private (IReadOnlyDictionary<Guid, string> Texts, int Lost) OpenWhatOpens(
        SealedColumn column,
        IReadOnlyList<SealedRow> rows
    )
    {
        try
        {
            var all = fields.Open(column, rows);
            return (all, rows.Count - all.Count);
        }
        catch (ProblemException e) when (rows.Count > 1 && IsOfOneValue(e))
        {
            var half = rows.Count / 2;
            var (first, second) = (
                OpenWhatOpens(column, [.. rows.Take(half)]),
                OpenWhatOpens(column, [.. rows.Skip(half)])
            );
            return (first.Texts.Concat(second.Texts).ToDictionary(), first.Lost + second.Lost);
        }
        catch (ProblemException e) when (IsOfOneValue(e))
        {
            return (new Dictionary<Guid, string>(), 1);
        }
    }

    private static bool IsOfOneValue(ProblemException e) => e.Problem.Name is "damaged" or "key_missing";

    private async Task<bool> NothingLeftAsync(
        Master newest,
        Caller by,
        (long Rewrapped, long Reindexed, long Unreadable) counts,
        CancellationToken ct
    ) =>
        await database.WriteAsync(
            async tx =>
            {
                await SealingTurn.HoldAsync(tx);
                var left = subjects.CountByMaster().Where(m => m.Key != newest.Id).Sum(m => m.Value);
                foreach (var column in indexed)
                {
                    left += await tx.FindAsync<long>(StaleIndexes(column), new { newest.Prefix });
                }
                if (left == 0)
                {
                    await audit.AppendAsync(
                        tx,
                        by.Id,
                        "keys.rotated",
                        "master:" + newest.Id,
                        new
                        {
                            counts.Rewrapped,
                            counts.Reindexed,
                            counts.Unreadable,
                        }
                    );
                }
                return left == 0;
            },
            ct
        );

    private List<string> Retire() =>
        subjects.Change(c =>
        {
            using var now = ring.Need();
            var inUse = SubjectKeys.CountByMaster(c);
            var retired = now.Masters.Where(m => m.Id != now.Newest.Id && !inUse.ContainsKey(m.Id)).ToList();
            if (retired.Count > 0)
            {
                ring.Save(now with { Masters = [.. now.Masters.Where(m => !retired.Contains(m))] });
            }
            return retired.ConvertAll(m => m.Id);
        });

    private async Task<long> LeftAsync(Master newest, CancellationToken ct)
    {
        var left = subjects.CountByMaster().Where(m => m.Key != newest.Id).Sum(m => m.Value);
        await using var c = await database.OpenAsync(ct);
        foreach (var column in indexed)
        {
            left += await c.ExecuteScalarAsync<long>(StaleIndexes(column), new { newest.Prefix });
        }
        return left;
    }

    private static string StaleIndexes(SealedColumn column) =>
        $"""
            SELECT count(*) FROM {column.Table}
            WHERE {column.Index} IS NOT NULL AND substr({column.Index}, 1, 4) <> @Prefix
            """;
}
