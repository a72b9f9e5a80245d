using System.Data.Common;
using System.Globalization;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;
using Toguna.Record;
using Toguna.Warn.Signals;

namespace Toguna.Warn;

/// <summary>Reads signals for everybody in the mission, and keeps what they decide. Thread-safe.</summary>
/// <remarks>
/// Signals are made of what everybody in the mission may know of, and are no more secret than that; an external partner knows of
/// none. The alert that was raised from one may be: it is named only to those who may know of it.
/// </remarks>
public sealed partial class SignalBook(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>Signals of one week that are shown first; the others follow on further pages.</summary>
    public const int First = 20;

    /// <summary>How far back the page of a place looks.</summary>
    public const int PlaceWeeks = 12;

    /// <summary>What waits comes before what somebody decided.</summary>
    private const string Order = "CASE WHEN d.what IS NULL THEN 0 ELSE 1 END, coalesce(s.q_value, 1), s.number";

    private const string Last = """
        LEFT JOIN signal_decision d ON d.decision_id = (SELECT x.decision_id FROM signal_decision x WHERE x.signal_id = s.signal_id
          ORDER BY x.at DESC, x.decision_id DESC LIMIT 1)
        """;

    /// <summary>Everybody in the mission, and no partner.</summary>
    public static bool MayKnow(Caller caller) => caller.May(Permission.Read) && caller.IsInside;

    /// <exception cref="ProblemException">They are not for the caller: as if there were none.</exception>
    public static void Demand(Caller caller)
    {
        if (!MayKnow(caller))
        {
            throw FoundationProblems.NotFound("signals").Raise();
        }
    }

    /// <returns>Null when there is none, or none for the caller.</returns>
    /// <param name="reference">SG-0007, 7 or an id.</param>
    public async Task<Signal?> FindAsync(string reference, Caller caller, CancellationToken ct = default)
    {
        var id = Guid.TryParse(reference, out var known) ? known : (Guid?)null;
        return id is null && Signal.NumberIn(reference) is null
            ? null
            : (
                await QueryAsync(
                    caller,
                    id is null ? "s.number = @number" : "s.signal_id = @id",
                    new { id = id ?? Guid.Empty, number = Signal.NumberIn(reference) ?? 0 },
                    ct
                )
            ).SingleOrDefault();
    }

    /// <summary>Of one week: what waits first, then what is least likely to be false.</summary>
    /// <param name="page">From 1.</param>
    public Task<IReadOnlyList<Signal>> OfWeekAsync(
        string week,
        Caller caller,
        int page = 1,
        int size = First,
        CancellationToken ct = default
    ) =>
        QueryAsync(
            caller,
            $"s.week = @week ORDER BY {Order} LIMIT @size OFFSET @skip",
            new
            {
                week,
                size,
                skip = (Math.Max(1, page) - 1) * size,
            },
            ct
        );

    /// <summary>Weeks that have signals, the newest first: how many, and how many of them wait.</summary>
    public async Task<IReadOnlyList<(string Week, long Signals, long Waiting)>> WeeksAsync(
        Caller caller,
        int most,
        CancellationToken ct = default
    )
    {
        if (!MayKnow(caller))
        {
            return [];
        }
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<(string, long, long)>(
                $"""
                SELECT s.week, count(*) AS signals, count(*) - count(d.what) AS waiting FROM signal s {Last}
                GROUP BY s.week ORDER BY s.week DESC LIMIT @most
                """,
                new { most }
            )
        ).AsList();
    }

    /// <summary>How many wait for a decision.</summary>
    public async Task<long> WaitingAsync(Caller caller, CancellationToken ct = default)
    {
        if (!MayKnow(caller))
        {
            return 0;
        }
        await using var c = await database.OpenAsync(ct);
        return await c.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM signal s WHERE NOT EXISTS (SELECT 1 FROM signal_decision x WHERE x.signal_id = s.signal_id)"
        );
    }

    /// <summary>Of the area that a place is or lies in, in the last <see cref="PlaceWeeks"/> weeks, the newest first.</summary>
    /// <returns>Null: it is not known in which area it lies, or signals are not for the caller.</returns>
    public async Task<IReadOnlyList<Signal>?> OfPlaceAsync(
        PlaceModel place,
        Caller caller,
        CancellationToken ct = default
    )
    {
        if (place.Adm1 is not { } area || !MayKnow(caller))
        {
            return null;
        }
        var since = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-7 * PlaceWeeks);
        var found = await QueryAsync(
            caller,
            "s.area_key LIKE @area AND s.to_on >= @since ORDER BY s.to_on DESC, s.number DESC LIMIT 40",
            new { area = "%|" + Fold.Key(area), since },
            ct
        );
        // One of the two may not know its country; two that know it are of one area only where it is the same.
        return
        [
            .. found.Where(s =>
                place.Country is null
                || string.IsNullOrEmpty(s.Country)
                || Fold.Key(s.Country) == Fold.Key(place.Country)
            ),
        ];
    }

    /// <summary>The incidents that were seen, as far as the caller may know of them now.</summary>
    public async Task<IReadOnlyList<IncidentHit>> IncidentsAsync(
        Guid signal,
        Caller caller,
        int most,
        CancellationToken ct = default
    )
    {
        var parameters = new DynamicParameters(new { signal, most });
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<IncidentHit>(
                $"""
                SELECT i.incident_id, i.number, i.title, i.place_text, i.classification, i.component, i.compartment_id
                FROM signal_incident x JOIN incident i ON i.incident_id = x.incident_id
                WHERE x.signal_id = @signal AND {IncidentAccess.AccessClause(caller, parameters)}
                ORDER BY i.date_start, i.number LIMIT @most
                """,
                parameters
            )
        ).AsList();
    }

    /// <summary>Every decision on one, the newest first.</summary>
    public async Task<IReadOnlyList<SignalDecided>> DecisionsAsync(
        Guid signal,
        Caller caller,
        CancellationToken ct = default
    )
    {
        var parameters = new DynamicParameters(new { signal });
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<SignalDecided>(
                $"""
                SELECT d.at, d.by_user, {What} AS what, d.reason, a.number AS alert_number FROM signal_decision d
                LEFT JOIN alert a ON a.alert_id = d.alert_id AND {AlertBook.Access(caller, parameters)}
                WHERE d.signal_id = @signal ORDER BY d.at DESC, d.decision_id DESC
                """,
                parameters
            )
        ).AsList();
    }

    /// <summary>How the signals fared whose 28 days are over, by detector.</summary>
    public async Task<IReadOnlyList<SignalRecord>> RecordAsync(Caller caller, CancellationToken ct = default)
    {
        if (!MayKnow(caller))
        {
            return [];
        }
        await using var c = await database.OpenAsync(ct);
        var rows = (
            await c.QueryAsync<(string Detector, long Followed, long Known, long All, double ByChance)>(
                """
                SELECT s.detector, coalesce(sum(CASE WHEN o.followed = @yes THEN 1 ELSE 0 END), 0), count(o.signal_id), count(*),
                  coalesce(sum(o.by_chance), 0.0)
                FROM signal s LEFT JOIN signal_outcome o ON o.signal_id = s.signal_id GROUP BY s.detector
                """,
                new { yes = true }
            )
        ).ToDictionary(r => r.Detector);
        return
        [
            .. SignalDetector.All.Select(d =>
                rows.TryGetValue(d, out var r)
                    ? new SignalRecord(d, (int)r.Followed, (int)r.Known, (int)(r.All - r.Known), r.ByChance)
                    : new SignalRecord(d, 0, 0, 0, 0)
            ),
        ];
    }

    /// <summary>Those whose outcome is known, the newest first.</summary>
    public Task<IReadOnlyList<Signal>> ScoredAsync(Caller caller, int most, CancellationToken ct = default) =>
        QueryAsync(
            caller,
            "o.signal_id IS NOT NULL ORDER BY s.to_on DESC, s.number DESC LIMIT @most",
            new { most },
            ct
        );

    /// <summary>The last period that each detector has judged, and how much it looked at.</summary>
    public async Task<IReadOnlyList<SignalRun>> RunsAsync(Caller caller, CancellationToken ct = default)
    {
        if (!MayKnow(caller))
        {
            return [];
        }
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<SignalRun>(
                """
                SELECT detector, period, judged_at, series, signals FROM signal_run r
                WHERE period = (SELECT max(x.period) FROM signal_run x WHERE x.detector = r.detector) ORDER BY detector DESC
                """
            )
        ).AsList();
    }

    /// <summary>Those that an alert rests on.</summary>
    public Task<IReadOnlyList<Signal>> OfAlertAsync(Guid alert, Caller caller, CancellationToken ct = default) =>
        QueryAsync(
            caller,
            """
            s.signal_id IN (SELECT b.ref_id FROM alert_basis b WHERE b.alert_id = @alert AND b.kind = @kind) ORDER BY s.number
            """,
            new { alert, kind = AlertBasis.Signal },
            ct
        );

    /// <summary>That an alert was raised is said only to those who may know of the alert.</summary>
    private const string What =
        $"CASE WHEN d.what = '{SignalDecision.Alert}' AND a.number IS NULL THEN '{SignalDecision.DealtWith}' ELSE d.what END";

    /// <param name="condition">With the order of the rows, where they have one.</param>
    private async Task<IReadOnlyList<Signal>> QueryAsync(
        Caller caller,
        string condition,
        object values,
        CancellationToken ct
    )
    {
        if (!MayKnow(caller))
        {
            return [];
        }
        var parameters = new DynamicParameters(values);
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<Signal>(
                $"""
                SELECT s.*, {What} AS decision, d.reason, d.at AS decided_at,
                  d.by_user AS decided_by, a.number AS alert_number, o.followed, o.observed AS came, o.expected AS came_expected,
                  o.by_chance, (SELECT count(*) FROM signal_incident x JOIN incident i ON i.incident_id = x.incident_id
                    WHERE x.signal_id = s.signal_id AND {IncidentAccess.AccessClause(caller, parameters)}) AS readable
                FROM signal s {Last}
                LEFT JOIN alert a ON a.alert_id = d.alert_id AND {AlertBook.Access(caller, parameters)}
                LEFT JOIN signal_outcome o ON o.signal_id = s.signal_id
                WHERE {condition}
                """,
                parameters
            )
        ).AsList();
    }
}

/// <summary>That a detector has judged a period.</summary>
public sealed class SignalRun
{
    public string Detector { get; init; } = "";
    public string Period { get; init; } = "";
    public DateTimeOffset JudgedAt { get; init; }
    public long Series { get; init; }
    public long Signals { get; init; }
}
