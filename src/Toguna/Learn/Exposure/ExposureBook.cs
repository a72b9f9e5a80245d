using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Learn.Exposure;

/// <summary>Which days, and how near.</summary>
/// <param name="Kilometres">1 to <see cref="Farthest"/>.</param>
public sealed record ExposureQuestion(Period Period, int Kilometres)
{
    public const int Usual = 25;
    public const int Farthest = 100;
}

/// <param name="Unlocated">Alerts of the period that have no position, and are near no base by name.</param>
/// <param name="KnowsMission">The record has an actor that is a mission: acts against it can be told.</param>
public sealed record ExposureAnswer(
    ExposureQuestion Question,
    ExposureFigures Figures,
    int Unlocated,
    bool KnowsMission,
    IReadOnlyList<string> MissionActors,
    DateTimeOffset AsOf
);

/// <summary>Reads what bases were exposed to and what they were told, of what the caller may know of. Thread-safe.</summary>
public sealed class ExposureBook(Database database, IncidentBook incidents, TimeProvider clock)
{
    /// <summary>A place known less exactly than this is near nothing: UCDP's 2, within 25 km.</summary>
    public const int WherePrec = 2;

    private const string Counted =
        "a.exercise = @notExercise AND a.issued_at >= @from AND a.issued_at < @to AND a.state <> 'merged'";

    public async Task<ExposureAnswer> ReadAsync(
        ExposureQuestion question,
        Caller caller,
        CancellationToken ct = default
    )
    {
        var now = clock.GetUtcNow();
        // What is to come has exposed nobody yet.
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var (from, to) = (question.Period.From, question.Period.To < today ? question.Period.To : today);
        var told = new AlertsTold();
        IReadOnlyList<Base> bases = [];
        List<string> mission;
        await using (var c = await database.OpenAsync(ct))
        {
            mission =
            [
                .. (await c.QueryAsync<Guid>("SELECT actor_id FROM actor WHERE kind = 'mission'")).Select(a =>
                    a.ToString()
                ),
            ];
            if (Base.MayKnow(caller))
            {
                bases = await BaseBook.ListAsync(c);
                told = await ToldAsync(c, from, to, caller);
            }
        }
        var figures = new List<BaseFigures>();
        foreach (var b in bases)
        {
            if (b.Within(from, to) is { } days)
            {
                var filter = Near(b, days, question.Kilometres);
                figures.Add(
                    new BaseFigures(
                        b,
                        days,
                        (await incidents.TotalsAsync(filter, caller, ct: ct)).Incidents,
                        mission.Count == 0
                            ? 0
                            : (await incidents.TotalsAsync(filter with { Actors = mission }, caller, ct: ct)).Incidents,
                        told.Near(b, days, question.Kilometres),
                        now
                    )
                );
            }
        }
        return new ExposureAnswer(
            question,
            new ExposureFigures(figures),
            told.Unlocated(figures),
            mission.Count > 0,
            mission,
            now
        );
    }

    /// <summary>The incidents that count for a base: the list that a figure leads to is the figure.</summary>
    public static IncidentFilter Near(Base b, Period days, int kilometres) =>
        IncidentFilter.None with
        {
            From = PartialDate.Span(days.From, days.From),
            To = PartialDate.Span(days.To, days.To),
            Near = new GeoCircle(b.Latitude, b.Longitude, kilometres),
            WherePrecMax = WherePrec,
            Findings = [.. IncidentWords.Findings.Where(f => f != "discounted")],
        };

    private static async Task<AlertsTold> ToldAsync(DbConnection c, DateOnly from, DateOnly to, Caller caller)
    {
        var parameters = new DynamicParameters(
            new
            {
                notExercise = false,
                from = new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
                to = new DateTimeOffset(to.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
            }
        );
        var which = $"{Counted} AND {AlertBook.Access(caller, parameters)}";
        var told = new AlertsTold
        {
            Alerts = (
                await c.QueryAsync<Alert>($"SELECT a.* FROM alert a WHERE {which} ORDER BY a.number", parameters)
            ).AsList(),
        };
        if (told.Alerts.Count == 0)
        {
            return told;
        }
        told.Shares = (
            await c.QueryAsync<AlertShare>(
                $"""
                SELECT s.* FROM alert_share s JOIN alert a ON a.alert_id = s.alert_id
                WHERE {which} AND s.outside IS NULL ORDER BY s.share_id
                """,
                parameters
            )
        ).ToLookup(s => s.AlertId);
        // That it was called off, or went into another, warns of nothing.
        told.Notices = (
            await c.QueryAsync<Notice>(
                $"""
                SELECT n.alert_id, n.user_id, n.at, n.seen_at FROM notice n JOIN alert a ON a.alert_id = n.alert_id
                WHERE {which} AND n.what NOT IN ('cancelled', 'merged')
                """,
                parameters
            )
        ).ToLookup(n => n.AlertId);
        // Who raised an alert, issued it or took it on is not told of it, and knows.
        told.Hands = (
            await c.QueryAsync<(Guid Alert, string User, DateTimeOffset At)>(
                $"""
                SELECT e.alert_id, e.by_user, e.at FROM alert_event e JOIN alert a ON a.alert_id = e.alert_id
                WHERE {which} AND e.what IN ('raised', 'issued', 'acknowledged')
                """,
                parameters
            )
        ).ToLookup(e => e.Alert, e => (e.User, e.At));
        told.Sections = (
            await c.QueryAsync<(Guid Id, string? Component)>("""SELECT "Id", "Component" FROM user_account""")
        ).ToDictionary(u => u.Id.ToString(), u => u.Component);
        return told;
    }
}

/// <summary>Alerts of a period, and everybody who was told of each.</summary>
internal sealed class AlertsTold
{
    public IReadOnlyList<Alert> Alerts { get; init; } = [];
    public ILookup<Guid, AlertShare> Shares { get; set; } = Array.Empty<AlertShare>().ToLookup(s => s.AlertId);
    public ILookup<Guid, Notice> Notices { get; set; } = Array.Empty<Notice>().ToLookup(n => n.AlertId);
    public ILookup<Guid, (string User, DateTimeOffset At)> Hands { get; set; } =
        Array.Empty<(string, DateTimeOffset)>().ToLookup(_ => Guid.Empty);

    /// <summary>Of each account, as it is today.</summary>
    public IReadOnlyDictionary<string, string?> Sections { get; set; } = new Dictionary<string, string?>();

    /// <summary>Those that were issued near a base on the days on which it stood.</summary>
    public IReadOnlyList<AlertReached> Near(Base b, Period days, int kilometres)
    {
        var circle = new GeoCircle(b.Latitude, b.Longitude, kilometres);
        return
        [
            .. Alerts
                .Where(a =>
                    DateOnly.FromDateTime(a.IssuedAt!.Value.UtcDateTime) is var day
                    && day >= days.From
                    && day <= days.To
                    && IsNear(a, b, circle)
                )
                .Select(a => Reached(a, b)),
        ];
    }

    public int Unlocated(IReadOnlyList<BaseFigures> bases) =>
        Alerts.Count(a => a.Latitude is null && !bases.Any(b => b.Alerts.Any(near => near.Number == a.Number)));

    private static bool IsNear(Alert a, Base b, GeoCircle circle) =>
        a is { Latitude: { } latitude, Longitude: { } longitude }
            ? circle.Contains(latitude, longitude)
            : (a.PlaceId is { } place && place == b.PlaceId)
                || (Fold.Key(a.PlaceText) is { Length: > 0 } key && key == Fold.Key(b.PlaceText));

    private AlertReached Reached(Alert a, Base b)
    {
        bool Within(string? user) => user is not null && Sections.GetValueOrDefault(user) == b.Component;
        var shares = Shares[a.AlertId].ToList();
        var named = shares.Where(s => s.Base is { } words && b.IsNamed(words)).ToList();
        var handed = named.Where(s => s.Withheld is null).ToList();
        var persons = handed.Select(s => s.UserId).OfType<string>().ToHashSet();
        var notices = Notices[a.AlertId].Where(n => Within(n.UserId)).ToList();
        var hands = Hands[a.AlertId].Where(h => Within(h.User)).Select(h => h.At).ToList();
        var kept = shares
            .Where(s =>
                s.Withheld is not null
                && (s.Base is { } words ? b.IsNamed(words) : s.Component == b.Component || Within(s.UserId))
            )
            .Select(s => s.Withheld!)
            .Reverse()
            .ToList();
        return new AlertReached(
            a.Number,
            a.Title,
            a.ReceivedAt,
            Earliest(handed.Select(s => s.At)),
            Earliest(notices.Select(n => n.At).Concat(hands)),
            hands.Count > 0
                || notices.Exists(n => n.SeenAt is not null)
                || Notices[a.AlertId].Any(n => n.SeenAt is not null && persons.Contains(n.UserId)),
            kept
        );
    }

    private static DateTimeOffset? Earliest(IEnumerable<DateTimeOffset> times) =>
        times.Select(t => (DateTimeOffset?)t).Min();
}
