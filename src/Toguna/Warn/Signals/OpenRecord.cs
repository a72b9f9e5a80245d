using System.Data.Common;
using Dapper;
using Toguna.Methods.Text;
using Toguna.Record;

namespace Toguna.Warn.Signals;

/// <summary>An incident of the record that everybody in the mission may know of, once for each kind of act in it.</summary>
/// <param name="AreaKey">Folded names of country and first-level area; null: it lies in none.</param>
internal sealed record OpenIncident(
    Guid IncidentId,
    string Act,
    DateOnly Day,
    DateOnly LastDay,
    int DatePrec,
    int WherePrec,
    string? AreaKey,
    string? Country,
    string? Adm1,
    Guid? PlaceId,
    string? PlaceText,
    double? Latitude,
    double? Longitude
)
{
    private const int Unknown = 9;

    /// <summary>The area is known, and the week.</summary>
    public bool CountsInArea => AreaKey is not null && WherePrec <= 4 && DatePrec <= 3;

    /// <summary>The place is known within 25 km, and the day within two.</summary>
    public bool HasPosition =>
        WherePrec <= 2
        && DatePrec <= 2
        && LastDay.DayNumber - Day.DayNumber <= 2
        && Latitude is >= -90 and <= 90
        && Longitude is >= -180 and <= 180;

    public static OpenIncident Of(Row r) =>
        new(
            r.IncidentId,
            r.Kind,
            r.DateStart,
            r.DateEnd,
            r.DatePrec,
            r.WherePrec ?? Unknown,
            Key(r.Country, r.Adm1),
            r.Country,
            r.Adm1,
            r.PlaceId,
            r.PlaceText,
            r.Latitude,
            r.Longitude
        );

    /// <summary>Areas of one name in two countries are two.</summary>
    public static string? Key(string? country, string? adm1) =>
        Fold.Key(adm1) is { Length: > 0 } area ? $"{Fold.Key(country)}|{area}" : null;

    internal sealed class Row
    {
        public Guid IncidentId { get; init; }
        public string Kind { get; init; } = "";
        public DateOnly DateStart { get; init; }
        public DateOnly DateEnd { get; init; }
        public int DatePrec { get; init; }
        public int? WherePrec { get; init; }
        public string? Country { get; init; }
        public string? Adm1 { get; init; }
        public Guid? PlaceId { get; init; }
        public string? PlaceText { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }
}

/// <summary>What signals are made of: nothing that somebody in the mission may not know of, or the signal would tell them.</summary>
internal static class OpenRecord
{
    /// <summary>Incidents that began in these days and were not discounted; of what was merged only the one that stays is there.</summary>
    public static async Task<IReadOnlyList<OpenIncident>> ReadAsync(
        DbConnection c,
        DateOnly from,
        DateOnly to,
        CancellationToken ct
    )
    {
        var parameters = new DynamicParameters(new { from, to });
        var rows = await c.QueryAsync<OpenIncident.Row>(
            new CommandDefinition(
                $"""
                SELECT DISTINCT i.incident_id, k.kind, i.date_start, i.date_end, i.date_prec, i.where_prec, i.country, i.adm1,
                  i.place_id, i.place_text, i.latitude, i.longitude
                FROM incident i JOIN act k ON k.incident_id = i.incident_id
                WHERE i.date_start >= @from AND i.date_start <= @to AND i.finding <> 'discounted'
                  AND {IncidentAccess.CommonClause(parameters)}
                ORDER BY i.date_start, i.incident_id, k.kind
                """,
                parameters,
                cancellationToken: ct
            )
        );
        return [.. rows.Select(OpenIncident.Of)];
    }

    /// <summary>How far the record goes, up to today; null: it is empty.</summary>
    public static Task<DateOnly?> LastDayAsync(DbConnection c, DateOnly today)
    {
        var parameters = new DynamicParameters(new { today });
        return c.QuerySingleOrDefaultAsync<DateOnly?>(
            $"""
            SELECT i.date_start FROM incident i
            WHERE i.date_start <= @today AND i.finding <> 'discounted' AND {IncidentAccess.CommonClause(parameters)}
            ORDER BY i.date_start DESC LIMIT 1
            """,
            parameters
        );
    }
}
