using System.Data.Common;
using System.Globalization;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Columns;

namespace Toguna.Record.Map;

/// <summary>Incidents on a map: those that are close at a zoom are one circle with their count.</summary>
/// <remarks>Counted by the database in squares of the view, under the same filter and access as everything else.</remarks>
internal sealed class MapPoints(Database database, IncidentBook book, IncidentIndex index)
{
    private readonly IncidentQueries queries = new(database);

    /// <summary>Circles of one answer at most; beyond, the fullest are shown and the answer says so.</summary>
    public const int Most = 2_000;

    /// <summary>Pixels of a square: two circles do not cover each other.</summary>
    private const double Square = 56;
    private const double TilePixels = 512;

    /// <summary>A place whose precision nobody gave is vaguer than every given one.</summary>
    private const string Unknown = "9";

    /// <summary>Pixels between the middles of two circles at least: each can be touched alone.</summary>
    private const double Apart = 44;

    /// <summary>What a filter comes to: its box and its figures.</summary>
    public async Task<MapFacts> FactsAsync(IncidentFilter filter, Caller caller, CancellationToken ct = default)
    {
        if (index.TryAsk(q => q.MapFacts(filter, caller), out var facts))
        {
            return facts;
        }
        var found = await book.FindAsync(filter, ct);
        return new MapFacts(await BoxAsync(found, caller, ct), await queries.TotalsAsync(found, caller, ct));
    }

    /// <summary>How many incidents began in which month (years times twelve plus months from 0).</summary>
    public async Task<IReadOnlyDictionary<int, long>> MonthsAsync(
        IncidentFilter filter,
        Caller caller,
        CancellationToken ct = default
    )
    {
        if (index.TryAsk(q => q.Months(filter, caller), out var months))
        {
            return months;
        }
        var found = await book.FindAsync(filter, ct);
        return (await queries.GroupsAsync(found, caller, IncidentDimension.Get("month"), ct)).ToDictionary(
            g => Months.Parse(g.Key!)!.Value.First,
            g => g.Incidents
        );
    }

    /// <param name="zoom">As web maps count: 0 is the world in 512 pixels, each step doubles. Cut to 0–18.</param>
    public async Task<MapPointsAnswer> FindAsync(
        IncidentFilter filter,
        Caller caller,
        double zoom,
        CancellationToken ct = default
    )
    {
        var pixels = TilePixels * Math.Pow(2, Math.Clamp(zoom, 0, 18));
        var cell = 360 * Square / pixels;
        var squares = index.TryAsk(q => q.Squares(filter, caller, cell), out var counted)
            ? counted
            : await CountAsync(await book.FindAsync(filter, ct), caller, cell, ct);
        var points = Merge(squares.Take(Most), 360 * Apart / pixels);
        await using var c = await database.OpenAsync(ct);
        await TitlesAsync(c, points);
        return new MapPointsAnswer(points, points.Sum(r => r.Incidents), squares.Count > Most);
    }

    private async Task<List<MapPoint>> CountAsync(
        IncidentFilter filter,
        Caller caller,
        double cell,
        CancellationToken ct
    )
    {
        var (where, parameters) = IncidentFilterSql.Where(database.Engine, filter, caller);
        parameters.Add("cell", cell);
        parameters.Add("most", Most + 1);
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<MapPoint>(
                $"""
                SELECT count(*) AS incidents, CAST(sum(i.killed_best) AS bigint) AS killed, avg(i.latitude) AS latitude,
                  avg(i.longitude) AS longitude, min(i.number) AS number, max(COALESCE(i.where_prec, {Unknown})) AS where_prec,
                  min(i.longitude) AS west, min(i.latitude) AS south, max(i.longitude) AS east, max(i.latitude) AS north
                FROM incident i WHERE {where} AND i.latitude IS NOT NULL AND i.longitude IS NOT NULL
                GROUP BY {Cell("i.longitude + 180")}, {Cell("i.latitude + 90")}
                ORDER BY count(*) DESC, min(i.number) LIMIT @most
                """,
                parameters
            )
        ).AsList();
    }

    /// <summary>What a circle of one incident is called and when it was; asked apart, so that counting reads one index only.</summary>
    private static async Task TitlesAsync(DbConnection c, List<MapPoint> points)
    {
        var single = points.Where(p => p.Incidents == 1).ToDictionary(p => p.Number);
        if (single.Count == 0)
        {
            return;
        }
        var numbers = string.Join(", ", single.Keys.Select(n => n.ToString(CultureInfo.InvariantCulture)));
        foreach (
            var row in await c.QueryAsync<TitleRow>(
                $"SELECT number, title, date_start, date_end FROM incident WHERE number IN ({numbers})"
            )
        )
        {
            single[row.Number].Title = row.Title;
            single[row.Number].Date = DateWords.Of(row.DateStart, row.DateEnd);
        }
    }

    /// <summary>Squares meet at their edges: what still lies too close to touch joins the fuller of the two.</summary>
    private static List<MapPoint> Merge(IEnumerable<MapPoint> points, double apart)
    {
        var kept = new List<MapPoint>();
        foreach (var point in points)
        {
            var narrowing = Math.Max(0.05, Math.Cos(point.Latitude * Math.PI / 180));
            var near = kept.FindIndex(k =>
                Math.Abs(k.Longitude - point.Longitude) < apart
                && Math.Abs(k.Latitude - point.Latitude) / narrowing < apart
            );
            if (near < 0)
            {
                kept.Add(point);
            }
            else
            {
                kept[near] = kept[near].With(point);
            }
        }
        return kept;
    }

    private async Task<GeoBox?> BoxAsync(IncidentFilter filter, Caller caller, CancellationToken ct)
    {
        var (where, parameters) = IncidentFilterSql.Where(database.Engine, filter, caller);
        await using var c = await database.OpenAsync(ct);
        var box = await c.QuerySingleAsync<BoxRow>(
            $"""
            SELECT min(i.longitude) AS west, min(i.latitude) AS south, max(i.longitude) AS east, max(i.latitude) AS north
            FROM incident i WHERE {where}
            """,
            parameters
        );
        return box is { West: { } w, South: { } s, East: { } e, North: { } n } ? new GeoBox(w, s, e, n) : null;
    }

    /// <summary>Number of the square; the value is never negative, so cutting and rounding down are the same.</summary>
    private string Cell(string value) =>
        database.Engine == Engine.Sqlite ? $"CAST(({value}) / @cell AS INTEGER)" : $"floor(({value}) / @cell)";

    private sealed class TitleRow
    {
        public long Number { get; init; }
        public string Title { get; init; } = "";
        public DateOnly DateStart { get; init; }
        public DateOnly DateEnd { get; init; }
    }

    private sealed class BoxRow
    {
        public double? West { get; init; }
        public double? South { get; init; }
        public double? East { get; init; }
        public double? North { get; init; }
    }
}

/// <summary>One circle: a single incident, or several that are close.</summary>
public sealed class MapPoint
{
    public long Incidents { get; init; }

    /// <summary>Sum of the best counts; null where no source gives one.</summary>
    public long? Killed { get; init; }
    public double Latitude { get; init; }
    public double Longitude { get; init; }

    /// <summary>Of a single incident: its number.</summary>
    public long Number { get; init; }
    public string Title { get; set; } = "";

    /// <summary>Of a single incident: its day or days, in words.</summary>
    public string? Date { get; set; }

    /// <summary>The vaguest place among them, UCDP where_prec; 9 where a source does not say.</summary>
    public int WherePrec { get; init; }

    /// <summary>The smallest box that holds them: the list under it shows what the circle counts.</summary>
    public double West { get; init; }
    public double South { get; init; }
    public double East { get; init; }
    public double North { get; init; }

    internal GeoBox Box => new(West, South, East, North);

    /// <summary>Both as one circle, where the fuller one is.</summary>
    internal MapPoint With(MapPoint other) =>
        new()
        {
            Incidents = Incidents + other.Incidents,
            Killed = Killed is null && other.Killed is null ? null : (Killed ?? 0) + (other.Killed ?? 0),
            Latitude = Latitude,
            Longitude = Longitude,
            Number = Number,
            WherePrec = Math.Max(WherePrec, other.WherePrec),
            West = Math.Min(West, other.West),
            South = Math.Min(South, other.South),
            East = Math.Max(East, other.East),
            North = Math.Max(North, other.North),
        };

    public string Reference => IncidentSummary.ReferenceOf(Number);

    /// <summary>Of its circle on the drawing that the server makes, in units of that drawing.</summary>
    internal double Radius =>
        Incidents > 1 ? Math.Min(9, 3.2 + Math.Log10(Incidents) * 2.2)
        : IsExact ? 1.6
        : 3;

    internal bool IsExact => WherePrec == 1;

    public string Size => Incidents.ToString("N0", CultureInfo.CurrentCulture);
}

/// <param name="Incidents">How many the circles stand for.</param>
/// <param name="Cut">There are more circles than one answer holds; the fullest are here.</param>
public sealed record MapPointsAnswer(IReadOnlyList<MapPoint> Points, long Incidents, bool Cut);
