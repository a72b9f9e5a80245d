using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Learn;

/// <summary>Reads the rate of response, of the alerts that the caller may know of. Thread-safe.</summary>
public sealed class RateBook(Database database, TimeProvider clock)
{
    /// <summary>A verified incident counts as warned of when an alert near it was open in so many days before.</summary>
    public const int WarnedDays = 7;

    private const string Columns =
        "a.number, a.due_urgency, a.threat, a.due_owner, a.place_text, a.adm1, a.state, a.received_at, a.issued_at, a.act_due, "
        + "a.acknowledged_at, a.decided_at, a.acted_at, a.closed_at, a.due_decision, a.due_reason";

    /// <summary>Those whose first task was due in the period.</summary>
    private const string Due =
        "a.issued_at IS NOT NULL AND a.state <> 'merged' AND a.act_due >= @from AND a.act_due < @to";

    public async Task<RateAnswer> ReadAsync(RateQuestion question, Caller caller, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var (from, to) = question.Bounds;
        var parameters = new DynamicParameters(
            new
            {
                from,
                to,
                now,
                notExercise = false,
                question.Component,
                question.Threat,
                question.Adm1,
                Urgency = (int?)question.Urgency ?? 0,
            }
        );
        var only =
            (question.Component is null ? "" : " AND a.due_owner = @Component")
            + (question.Threat is null ? "" : " AND a.threat = @Threat")
            + (question.Adm1 is null ? "" : " AND a.adm1 = @Adm1")
            + (question.Urgency is null ? "" : " AND a.due_urgency = @Urgency");
        // Three questions that each go through the years: side by side, and SQLite answers on the thread that asks.
        var rows = AskAsync(c =>
            RowsAsync(
                c,
                $"""
                SELECT {Columns} FROM alert a
                WHERE a.exercise = @notExercise AND {Due} AND {AlertBook.Access(caller, parameters)}{only}
                """,
                parameters
            )
        );
        var unraised = AskAsync(c => UnraisedAsync(c, question, caller));
        var reports = AskAsync(c => SetAsideAsync(c, from, to, caller));
        await Task.WhenAll(rows, unraised, reports);
        return new RateAnswer(question, new RateFigures(await rows, from, to, now), await unraised, await reports, now);

        // None holds a connection while it waits for another.
        Task<T> AskAsync<T>(Func<DbConnection, Task<T>> ask) =>
            Task.Run(
                async () =>
                {
                    await using var c = await database.OpenAsync(ct);
                    return await ask(c);
                },
                ct
            );
    }

    /// <summary>Exercises of a period, by the same measures; they are in no other figure.</summary>
    public async Task<RateFigures> ExercisesAsync(RateQuestion question, Caller caller, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var (from, to) = question.Bounds;
        var parameters = new DynamicParameters(
            new
            {
                from,
                to,
                exercise = true,
            }
        );
        await using var c = await database.OpenAsync(ct);
        var rows = await RowsAsync(
            c,
            $"""
            SELECT {Columns} FROM alert a
            WHERE a.exercise = @exercise AND {Due} AND {AlertBook.Access(
                caller,
                parameters
            )} ORDER BY a.received_at DESC
            """,
            parameters
        );
        return new RateFigures(rows, from, to, now);
    }

    private static Task<IReadOnlyList<RateRow>> RowsAsync(DbConnection c, string sql, DynamicParameters parameters) =>
        c.ReadManyAsync(
            sql,
            parameters,
            row => new RateRow
            {
                Number = row.Whole(0),
                Urgency = (Urgency)row.Whole(1),
                Threat = row.Text(2),
                OwnerComponent = row.Text(3),
                PlaceText = row.Text(4),
                Adm1 = row.TextOrNull(5),
                State = row.Text(6),
                ReceivedAt = row.Instant(7),
                IssuedAt = row.Instant(8),
                ActDue = row.Instant(9),
                AcknowledgedAt = row.InstantOrNull(10),
                DecidedAt = row.InstantOrNull(11),
                ActedAt = row.InstantOrNull(12),
                ClosedAt = row.InstantOrNull(13),
                Decision = row.TextOrNull(14),
                Reason = row.TextOrNull(15),
            }
        );

    /// <summary>Verified incidents of the period near which no alert was open in the days before: threats that nobody raised.</summary>
    private static async Task<IReadOnlyList<IncidentHit>> UnraisedAsync(
        DbConnection c,
        RateQuestion question,
        Caller caller
    )
    {
        var parameters = new DynamicParameters(
            new
            {
                day0 = question.Period.From,
                day1 = question.Period.To,
                question.Adm1,
            }
        );
        var access = IncidentAccess.AccessClause(caller, parameters);
        var found = (
            await c.QueryAsync<Verified>(
                $"""
                SELECT i.incident_id, i.number, i.title, i.place_text, i.classification, i.date_start, i.latitude, i.longitude
                FROM incident i WHERE i.finding = 'verified' AND i.date_start BETWEEN @day0 AND @day1
                  {(question.Adm1 is null ? "" : "AND i.adm1 = @Adm1")} AND {access} ORDER BY i.date_start
                """,
                parameters
            )
        ).AsList();
        if (found.Count == 0)
        {
            return [];
        }
        // Alerts of the time around the period, once; each incident is then looked for among them.
        var first = found[0].DateStart.AddDays(-WarnedDays);
        var span = new DynamicParameters(
            new
            {
                notExercise = false,
                start = new DateTimeOffset(first.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
                end = new DateTimeOffset(question.Period.To.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
            }
        );
        var alerts = new RaisedNear(
            await c.ReadManyAsync(
                $"""
                SELECT a.place_text, a.latitude, a.longitude, a.issued_at, a.closed_at FROM alert a
                WHERE a.exercise = @notExercise AND a.issued_at IS NOT NULL AND a.issued_at < @end
                  AND (a.closed_at IS NULL OR a.closed_at >= @start) AND {AlertBook.Access(caller, span)}
                """,
                span,
                row => new Raised
                {
                    PlaceText = row.Text(0),
                    Latitude = row.NumberOrNull(1),
                    Longitude = row.NumberOrNull(2),
                    IssuedAt = row.Instant(3),
                    ClosedAt = row.InstantOrNull(4),
                }
            )
        );
        return
        [
            .. found
                .Where(i => !alerts.Warn(i))
                .Select(i => new IncidentHit
                {
                    IncidentId = i.IncidentId,
                    Number = i.Number,
                    Title = i.Title,
                    PlaceText = i.PlaceText,
                    Classification = i.Classification,
                }),
        ];
    }

    /// <returns>Reports set aside in the period, and all that were received in it.</returns>
    private static async Task<(long SetAside, long Received)> SetAsideAsync(
        DbConnection c,
        DateTimeOffset from,
        DateTimeOffset to,
        Caller caller
    )
    {
        var parameters = new DynamicParameters(new { from, to });
        return await c.QuerySingleAsync<(long, long)>(
            $"""
            SELECT coalesce(sum(CASE WHEN t.state = '{TriageState.SetAside}' THEN 1 ELSE 0 END), 0), count(*)
            FROM triage t JOIN report r ON r.report_id = t.report_id
            WHERE t.received_at >= @from AND t.received_at < @to AND {caller.Reach.Clause("r", parameters)}
            """,
            parameters
        );
    }

    private sealed class Verified
    {
        public Guid IncidentId { get; init; }
        public long Number { get; init; }
        public string Title { get; init; } = "";
        public string? PlaceText { get; init; }
        public int Classification { get; init; }
        public DateOnly DateStart { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    /// <summary>Alerts by name of their place and by squares as wide as near is: of a year of both, each against each is not to be waited for.</summary>
    private sealed class RaisedNear
    {
        private readonly ILookup<string, Raised> named;
        private readonly ILookup<(int, int), Raised> around;

        public RaisedNear(IEnumerable<Raised> alerts)
        {
            var all = alerts.AsList();
            named = all.ToLookup(a => a.PlaceText);
            around = all.Where(a => (a.Latitude, a.Longitude) is ({ }, { }))
                .ToLookup(a => (Square(a.Latitude!.Value), Square(a.Longitude!.Value)));
        }

        public bool Warn(Verified incident)
        {
            if (incident.PlaceText is { } name && named[name].Any(a => a.Warns(incident)))
            {
                return true;
            }
            if ((incident.Latitude, incident.Longitude) is not ({ } latitude, { } longitude))
            {
                return false;
            }
            var (row, column) = (Square(latitude), Square(longitude));
            for (var i = row - 1; i <= row + 1; i++)
            {
                for (var j = column - 1; j <= column + 1; j++)
                {
                    if (around[(i, j)].Any(a => a.Warns(incident)))
                    {
                        return true;
                    }
                }
            }
            return false;
        }

        private static int Square(double degrees) => (int)Math.Floor(degrees / AlertBook.NearDegrees);
    }

    private sealed class Raised
    {
        public string PlaceText { get; init; } = "";
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public DateTimeOffset IssuedAt { get; init; }
        public DateTimeOffset? ClosedAt { get; init; }

        /// <summary>It was issued before the day of the incident was over, and open in the days before it, near it.</summary>
        public bool Warns(Verified incident)
        {
            var day = new DateTimeOffset(incident.DateStart.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            return IssuedAt < day.AddDays(1)
                && (ClosedAt is null || ClosedAt >= day.AddDays(-WarnedDays))
                && (
                    PlaceText == incident.PlaceText
                    || (
                        Math.Abs((Latitude - incident.Latitude) ?? 360) <= AlertBook.NearDegrees
                        && Math.Abs((Longitude - incident.Longitude) ?? 360) <= AlertBook.NearDegrees
                    )
                );
        }
    }
}

/// <summary>Of which alerts the rate is asked.</summary>
/// <param name="Period">Days of the mission's calendar, in UTC.</param>
/// <param name="Component">Of the owner; null: all.</param>
public sealed record RateQuestion(
    Period Period,
    string? Component = null,
    Urgency? Urgency = null,
    string? Threat = null,
    string? Adm1 = null
)
{
    internal (DateTimeOffset From, DateTimeOffset To) Bounds =>
        (
            new DateTimeOffset(Period.From.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
            new DateTimeOffset(Period.To.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        );
}

/// <param name="Unraised">Threats later seen in the record that nobody raised.</param>
/// <param name="Reports">Set aside, and received.</param>
public sealed record RateAnswer(
    RateQuestion Question,
    RateFigures Figures,
    IReadOnlyList<IncidentHit> Unraised,
    (long SetAside, long Received) Reports,
    DateTimeOffset AsOf
);
