using System.Data.Common;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Places;
using Toguna.Record.Series;

namespace Toguna.Record;

/// <summary>Reads series: numbers per place and period. A series above the reader's clearance is not there for them.</summary>
public sealed class SeriesBook(Database database)
{
    /// <summary>Places of one series whose newest values are shown; the others are in the export.</summary>
    public const int MostPlaces = 300;

    /// <summary>Series of one place.</summary>
    private const int MostAtPlace = 6;

    private const string Allowed = "s.classification <= @Clearance";

    private const string ValueColumns = "v.place_id, v.date_from, v.date_to, v.value, v.low, v.high, v.warnings";

    /// <param name="import">Only those of which the import brought a value that stands; null: all.</param>
    public async Task<IReadOnlyList<SeriesLine>> ListAsync(
        Caller caller,
        Guid? import = null,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        var only = import is null
            ? ""
            : "AND EXISTS (SELECT 1 FROM series_value b WHERE b.series_id = s.series_id AND b.import_id = @import)";
        var lines = await c.QueryAsync<SeriesLine>(
            $"""
            SELECT s.series_id, s.name, s.kind, s.unit, s.publisher, s.classification,
              count(v.place_id) AS {"\"values\""}, count(DISTINCT v.place_id) AS places, min(v.date_from) AS first, max(v.date_to) AS last,
              (SELECT max(m.queued_at) FROM import m WHERE m.import_id IN (SELECT i.import_id FROM series_value i WHERE i.series_id = s.series_id)) AS imported
            FROM series s LEFT JOIN series_value v ON v.series_id = s.series_id
            WHERE {Allowed} {only}
            GROUP BY s.series_id, s.name, s.name_key, s.kind, s.unit, s.publisher, s.classification ORDER BY s.name_key
            """,
            new { Clearance = IncidentAccess.ClearanceOf(caller), import }
        );
        return lines.AsList();
    }

    /// <exception cref="ProblemException">There is none of that id, or the caller may not know of it.</exception>
    public async Task<SeriesHead> GetAsync(Guid id, Caller caller, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return await c.QuerySingleOrDefaultAsync<SeriesHead>(
                $"SELECT {SeriesStore.Columns} FROM series s WHERE s.series_id = @id AND {Allowed}",
                new { id, Clearance = IncidentAccess.ClearanceOf(caller) }
            ) ?? throw RecordProblems.SeriesUnknown(id.ToString()).Raise();
    }

    /// <summary>By its name, however it is written.</summary>
    /// <exception cref="ProblemException">There is none of that name, or the caller may not know of it.</exception>
    public async Task<SeriesHead> FindAsync(string name, Caller caller, CancellationToken ct = default)
    {
        var key = Methods.Text.Fold.Key(name);
        var line = (await ListAsync(caller, ct: ct)).FirstOrDefault(l => Methods.Text.Fold.Key(l.Name) == key);
        return line is null
            ? throw RecordProblems.SeriesUnknown(name).Raise()
            : await GetAsync(line.SeriesId, caller, ct);
    }

    /// <summary>The places of a series that the caller may see, the widest area first, with its two newest values each.</summary>
    public async Task<IReadOnlyList<SeriesPlace>> PlacesAsync(SeriesHead series, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        var newest = await c.QueryAsync<Ranked>(
            $"""
            SELECT * FROM (
              SELECT {ValueColumns}, row_number() OVER (PARTITION BY v.place_id ORDER BY v.date_to DESC, v.date_from DESC) AS place,
                count(*) OVER (PARTITION BY v.place_id) AS many
              FROM series_value v WHERE v.series_id = @SeriesId
            ) r WHERE r.place <= 2 ORDER BY r.place_id, r.place
            """,
            new { series.SeriesId }
        );
        var byPlace = newest.GroupBy(r => r.PlaceId).ToList();
        var places = await PlacesAsync(c, byPlace.Select(g => g.Key).ToList(), ct);
        return
        [
            .. byPlace
                .Where(g => places.ContainsKey(g.Key))
                .Select(g => new SeriesPlace(
                    places[g.Key],
                    g.First().Many,
                    g.First().Of,
                    g.Skip(1).FirstOrDefault()?.Of
                ))
                .OrderBy(p => p.Place.AdminLevel ?? 9)
                .ThenBy(p => p.Place.Name, StringComparer.CurrentCultureIgnoreCase),
        ];
    }

    /// <summary>The values of some places, in time.</summary>
    public async Task<ILookup<Guid, SeriesValue>> ValuesAsync(
        SeriesHead series,
        IEnumerable<Guid> places,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        var values = await c.QueryAsync<SeriesValue>(
            $"""
            SELECT {ValueColumns} FROM series_value v
            WHERE v.series_id = @SeriesId AND {Dialect.InIds(database.Engine, "v.place_id", "places")}
            ORDER BY v.place_id, v.date_from, v.date_to
            """,
            new { series.SeriesId, places = Dialect.List(database.Engine, places) }
        );
        return values.ToLookup(v => v.PlaceId);
    }

    /// <summary>What there is at a place: its own series, and of others those of the nearest area that it lies in.</summary>
    public async Task<IReadOnlyList<SeriesAt>> AtAsync(PlaceModel at, Caller caller, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        var near = await SamePlaces.AroundAsync(c, database.Engine, at, ct);
        var found = (
            await c.QueryAsync<(Guid SeriesId, Guid PlaceId)>(
                $"""
                SELECT DISTINCT v.series_id, v.place_id FROM series_value v JOIN series s ON s.series_id = v.series_id
                WHERE {Dialect.InIds(database.Engine, "v.place_id", "places")} AND {Allowed}
                """,
                new
                {
                    places = Dialect.List(database.Engine, near.Select(n => n.Id)),
                    Clearance = IncidentAccess.ClearanceOf(caller),
                }
            )
        ).ToList();
        var shown = new List<SeriesAt>();
        foreach (var one in found.GroupBy(f => f.SeriesId))
        {
            var place = near.First(n => one.Any(o => o.PlaceId == n.Id));
            var head = await GetAsync(one.Key, caller, ct);
            var values = await ValuesAsync(head, [place.Id], ct);
            var hit = (await PlaceReading.FindAsync(c, database.Engine, place.Id, ct))!;
            shown.Add(new SeriesAt(head, hit, place.IsOwn, [.. values[place.Id]]));
        }
        return
        [
            .. shown
                .OrderByDescending(s => s.IsOwn)
                .ThenBy(s => s.Series.Name, StringComparer.CurrentCultureIgnoreCase)
                .Take(MostAtPlace),
        ];
    }

    /// <summary>The value of a place and period with the row that it rests on, and what it was before, the newest first.</summary>
    /// <exception cref="ProblemException">Nobody gave a number for it.</exception>
    public async Task<IReadOnlyList<SeriesWord>> WordsAsync(
        SeriesHead series,
        Guid place,
        Period period,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        const string Rest = """
            m.file_name, m.header, m.queued_at AS imported_at, r.line, r.verbatim FROM {0} v
            JOIN import m ON m.import_id = v.import_id JOIN series_row r ON r.row_id = v.row_id
            WHERE v.series_id = @SeriesId AND v.place_id = @place AND v.date_from = @From AND v.date_to = @To
            """;
        var args = new
        {
            series.SeriesId,
            place,
            period.From,
            period.To,
        };
        var now = await c.QueryAsync<SeriesWord>(
            $"SELECT {ValueColumns}, v.import_id, {string.Format(System.Globalization.CultureInfo.InvariantCulture, Rest, "series_value")}",
            args
        );
        var before = await c.QueryAsync<SeriesWord>(
            $"SELECT {ValueColumns}, v.import_id, v.revised_at, v.revised_by, {string.Format(System.Globalization.CultureInfo.InvariantCulture, Rest, "series_history")} ORDER BY v.history_id DESC",
            args
        );
        var words = now.Concat(before).ToList();
        return words.Count > 0 ? words : throw FoundationProblems.NotFound(period.ToString()).Raise();
    }

    internal async Task<Dictionary<Guid, PlaceHit>> PlacesAsync(
        DbConnection connection,
        IReadOnlyList<Guid> ids,
        CancellationToken ct
    ) => (await PlaceReading.AllAsync(connection, database.Engine, ids, ct)).ToDictionary(p => p.Id);

    private sealed class Ranked
    {
        public Guid PlaceId { get; init; }
        public DateOnly DateFrom { get; init; }
        public DateOnly DateTo { get; init; }
        public double Value { get; init; }
        public double? Low { get; init; }
        public double? High { get; init; }
        public string? Warnings { get; init; }
        public long Many { get; init; }

        public SeriesValue Of =>
            new()
            {
                PlaceId = PlaceId,
                DateFrom = DateFrom,
                DateTo = DateTo,
                Value = Value,
                Low = Low,
                High = High,
                Warnings = Warnings,
            };
    }
}
