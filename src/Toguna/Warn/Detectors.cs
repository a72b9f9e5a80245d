using System.Globalization;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Methods.Detection;
using Toguna.Warn.Signals;

namespace Toguna.Warn;

/// <summary>Looks for signals in what everybody in the mission may know of, and later whether more came.</summary>
/// <remarks>
/// Each week, or day, is judged once: its row has a key in the database and is written with its signals in one transaction. So a
/// server that is killed has seen all of it or nothing, and two that look at once see it once. Thread-safe.
/// </remarks>
public sealed class Detectors(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>How often it is looked whether there is anything to judge.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>So many days after a signal it is looked at what came.</summary>
    public const int OutcomeDays = 28;

    /// <summary>Days at the end of <see cref="OutcomeDays"/> from which something must be recorded: a record that has ended says nothing.</summary>
    private const int MustReach = 7;

    /// <summary>Judges what is over: the last whole week, the last whole day, and what followed earlier signals.</summary>
    /// <returns>How many signals and outcomes there were.</returns>
    /// <remarks>Not while a file is brought in: half of it is no record, and what is judged is never judged again.</remarks>
    public async Task<int> RunAsync(CancellationToken ct = default) =>
        await ImportBook.IsUnderWayAsync(database, ct)
            ? 0
            : await RunAsync(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), ct);

    /// <summary>The same as on a day.</summary>
    public async Task<int> RunAsync(DateOnly today, CancellationToken ct = default)
    {
        var week = Week.LastWhole(today);
        var day = today.AddDays(-1);
        return await JudgeAsync(
                SignalDetector.UnusualCount,
                week.ToString(),
                week,
                UnusualCounts.Window(week),
                (record, _) => Task.FromResult(UnusualCounts.Look(record, week)),
                ct
            )
            + await JudgeAsync(
                SignalDetector.NearRepeat,
                day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Week.Of(day),
                NearRepeats.Window(day),
                async (record, tx) => NearRepeats.Look(record, day, await KnownAsync(tx, day)),
                ct
            )
            + await ScoreAsync(today, ct);
    }

    /// <summary>Every series of a week as the record has it now; nothing is kept.</summary>
    public async Task<IReadOnlyList<SeriesLooked>> LookAsync(Week week, CancellationToken ct = default)
    {
        var (from, to) = UnusualCounts.Window(week);
        await using var c = await database.OpenAsync(ct);
        return
        [
            .. UnusualCounts
                .Judge(await OpenRecord.ReadAsync(c, from, to, ct), week)
                .OrderBy(s => s.Judged.PValue)
                .Select(s => new SeriesLooked(
                    s.Where.Country,
                    s.Where.Adm1!,
                    s.Act,
                    s.Judged.Observed,
                    s.Judged.Expected,
                    s.Judged.Dispersion,
                    s.Judged.PValue,
                    s.QValue,
                    s.IsSignal
                )),
        ];
    }

    private async Task<int> JudgeAsync(
        string detector,
        string period,
        Week week,
        (DateOnly From, DateOnly To) window,
        Func<IReadOnlyList<OpenIncident>, WriteScope, Task<Look>> look,
        CancellationToken ct
    )
    {
        IReadOnlyList<OpenIncident> record;
        await using (var c = await database.OpenAsync(ct))
        {
            if (await SignalRows.IsJudgedAsync(c, detector, period))
            {
                return 0;
            }
            record = await OpenRecord.ReadAsync(c, window.From, window.To, ct);
        }
        if (record.Count == 0)
        {
            // Nothing in half a year: what is imported tomorrow can still be judged.
            return 0;
        }
        return await database.WriteAsync(
            async tx =>
            {
                var seen = await look(record, tx);
                if (!await SignalRows.BeginAsync(tx, detector, period, seen))
                {
                    return 0;
                }
                await SignalRows.KeepAsync(tx, period, week, seen);
                await audit.AppendAsync(
                    tx,
                    "system",
                    "signals.judged",
                    $"signals:{detector}:{period}",
                    new { looked = seen.Looked, signals = seen.Signals.Count }
                );
                return seen.Signals.Count;
            },
            ct
        );
    }

    /// <summary>What signals had lately: their chains are not told of again.</summary>
    private static async Task<IReadOnlySet<(Guid, string)>> KnownAsync(WriteScope tx, DateOnly day) =>
        (
            await tx.QueryAsync<(Guid, string)>(
                """
                SELECT x.incident_id, s.act FROM signal_incident x JOIN signal s ON s.signal_id = x.signal_id
                WHERE s.detector = @detector AND s.to_on > @since
                """,
                new { detector = SignalDetector.NearRepeat, since = day.AddDays(-NearRepeats.Once) }
            )
        ).ToHashSet();

    /// <summary>What came in the days after each signal for which they are over.</summary>
    private async Task<int> ScoreAsync(DateOnly today, CancellationToken ct)
    {
        var scored = new List<(Signal Signal, long Came)>();
        await using (var c = await database.OpenAsync(ct))
        {
            var due = await SignalRows.UnscoredAsync(c, today.AddDays(-OutcomeDays));
            if (due.Count == 0 || await OpenRecord.LastDayAsync(c, today) is not { } reaches)
            {
                return 0;
            }
            foreach (var group in due.GroupBy(s => s.ToOn).Where(g => reaches > g.Key.AddDays(OutcomeDays - MustReach)))
            {
                var after = await OpenRecord.ReadAsync(c, group.Key.AddDays(1), group.Key.AddDays(OutcomeDays), ct);
                scored.AddRange(group.Select(s => (s, (long)after.Count(i => i.Act == s.Act && Concerns(s, i)))));
            }
        }
        return scored.Count == 0
            ? 0
            : await database.WriteAsync(
                async tx =>
                {
                    var written = 0;
                    foreach (var (signal, came) in scored)
                    {
                        written += await SignalRows.ScoreAsync(tx, signal, came, Expect(signal));
                    }
                    if (written > 0)
                    {
                        await audit.AppendAsync(tx, "system", "signals.scored", "signals", new { written });
                    }
                    return written;
                },
                ct
            );
    }

    private static bool Concerns(Signal signal, OpenIncident incident) =>
        signal.IsCount
            ? incident.CountsInArea && incident.AreaKey == signal.AreaKey
            : NearRepeats.IsAround(incident, signal.Latitude!.Value, signal.Longitude!.Value);

    /// <summary>What is usual in those days, and how likely more than that is when nothing changes.</summary>
    private static (double Expected, double ByChance) Expect(Signal signal)
    {
        const int Weeks = OutcomeDays / 7;
        int[] usual = [.. signal.Counts.Take(SignalDraft.Baseline)];
        var expected = UnusualCount.Judge(0, usual, Weeks).Expected;
        return (expected, UnusualCount.Judge((long)Math.Floor(expected) + 1, usual, Weeks).PValue);
    }
}

/// <summary>A series of a week as somebody asked for it.</summary>
/// <param name="Expected">In a week.</param>
/// <param name="Dispersion">How much more than Poisson its past varied; at least 1.</param>
public sealed record SeriesLooked(
    string? Country,
    string Area,
    string Act,
    long Observed,
    double Expected,
    double Dispersion,
    double PValue,
    double QValue,
    bool IsSignal
);
