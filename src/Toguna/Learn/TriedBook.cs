using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Learn;

/// <summary>Finds what was tried before about alerts like one, and what followed, as far as the caller may know of it. Thread-safe.</summary>
public sealed class TriedBook(Database database, TimeProvider clock)
{
    /// <summary>How far back, and how far around: they stand beside every figure.</summary>
    public const int MonthsBack = 24;
    public const int Kilometres = 50;

    private const double DegreesOfLatitude = Kilometres / 111.195;

    /// <summary>About the same threat, at the same place, near it, or in its first-level area; drills and the alert itself left out.</summary>
    public Task<TriedFigures> LikeAsync(Alert alert, Caller caller, CancellationToken ct = default) =>
        ReadAsync(
            new Around(alert.PlaceId, alert.PlaceText, alert.Latitude, alert.Longitude, alert.Adm1),
            alert.Threat,
            alert.AlertId,
            caller,
            ct
        );

    /// <summary>At a place or near it, about any threat.</summary>
    public Task<TriedFigures> AtAsync(PlaceHit place, Caller caller, CancellationToken ct = default) =>
        ReadAsync(
            new Around(place.Id, place.Name, place.Latitude, place.Longitude, null),
            null,
            Guid.Empty,
            caller,
            ct
        );

    /// <summary>Which components began tasks at a place, the last one first.</summary>
    public async Task<IReadOnlyList<BeenThere>> BeenAsync(PlaceHit place, Caller caller, CancellationToken ct = default)
    {
        var parameters = new DynamicParameters(
            new
            {
                place.Id,
                place.Name,
                since = clock.GetUtcNow().AddMonths(-MonthsBack),
                notExercise = false,
            }
        );
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<BeenThere>(
                $"""
                SELECT k.component, count(*) AS tasks, max(k.begun_at) AS last FROM task k JOIN alert a ON a.alert_id = k.alert_id
                WHERE k.begun_at >= @since AND a.exercise = @notExercise AND (a.place_id = @Id OR a.place_text = @Name)
                  AND {AlertBook.Access(caller, parameters)}
                GROUP BY k.component ORDER BY max(k.begun_at) DESC
                """,
                parameters
            )
        ).AsList();
    }

    /// <param name="threat">Null: any.</param>
    private async Task<TriedFigures> ReadAsync(
        Around around,
        string? threat,
        Guid except,
        Caller caller,
        CancellationToken ct
    )
    {
        var (south, north, west, east) = around.Box();
        var parameters = new DynamicParameters(
            new
            {
                around.Place,
                around.Name,
                around.Adm1,
                south,
                north,
                west,
                east,
                threat,
                except,
                since = clock.GetUtcNow().AddMonths(-MonthsBack),
                notExercise = false,
            }
        );
        await using var c = await database.OpenAsync(ct);
        var past = (
            await c.QueryAsync<Past>(
                $"""
                SELECT a.alert_id, a.place_id, a.place_text, a.adm1, a.latitude, a.longitude,
                  coalesce((SELECT l.outcome FROM outcome_later l WHERE l.alert_id = a.alert_id ORDER BY l.at DESC, l.line_id DESC
                    LIMIT 1), a.outcome) AS outcome
                FROM alert a
                WHERE a.state = 'closed' AND a.exercise = @notExercise AND a.received_at >= @since AND a.alert_id <> @except
                  {(threat is null ? "" : "AND a.threat = @threat")} AND {AlertBook.Access(caller, parameters)}
                  AND (a.place_id = @Place OR a.place_text = @Name OR a.adm1 = @Adm1
                    OR (a.latitude BETWEEN @south AND @north AND a.longitude BETWEEN @west AND @east))
                """,
                parameters
            )
        ).Where(around.Holds).ToList();
        var tasks = (
            await c.QueryAsync<(Guid Alert, string Kind)>(
                $"""
                SELECT alert_id, kind FROM task WHERE begun_at IS NOT NULL AND {Dialect.InIds(
                    database.Engine,
                    "alert_id",
                    "past"
                )}
                """,
                new { past = Dialect.List(database.Engine, past.Select(p => p.AlertId)) }
            )
        ).ToLookup(t => t.Alert, t => t.Kind);
        return new TriedFigures([
            .. past.Select(p => new TriedAlert(tasks[p.AlertId].ToHashSet(), p.Outcome ?? AlertOutcome.Unknown)),
        ]);
    }

    private sealed class Past
    {
        public Guid AlertId { get; init; }
        public Guid? PlaceId { get; init; }
        public string PlaceText { get; init; } = "";
        public string? Adm1 { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public string? Outcome { get; init; }
    }

    private sealed record Around(Guid? Place, string Name, double? Latitude, double? Longitude, string? Adm1)
    {
        /// <summary>Holds the circle; nothing where the position is not known.</summary>
        public (double? South, double? North, double? West, double? East) Box()
        {
            if ((Latitude, Longitude) is not ({ } latitude, { } longitude))
            {
                return (null, null, null, null);
            }
            var wide = DegreesOfLatitude / Math.Max(0.01, Math.Cos(latitude * Math.PI / 180));
            return (latitude - DegreesOfLatitude, latitude + DegreesOfLatitude, longitude - wide, longitude + wide);
        }

        public bool Holds(Past other) =>
            (Place is not null && other.PlaceId == Place)
            || other.PlaceText == Name
            || (Adm1 is not null && other.Adm1 == Adm1)
            || (
                (Latitude, Longitude, other.Latitude, other.Longitude) is ({ } a, { } b, { } c, { } d)
                && new GeoCircle(a, b, Kilometres).Contains(c, d)
            );
    }
}

/// <summary>A component that began tasks at a place.</summary>
public sealed class BeenThere
{
    public string Component { get; init; } = "";
    public long Tasks { get; init; }
    public DateTimeOffset Last { get; init; }
}
