using System.Data.Common;
using Dapper;
using Toguna.Foundation.Storage;
using Toguna.Record.Places;

namespace Toguna.Record.Series;

/// <summary>The entries of the gazetteers that stand for a place and for the areas that it lies in, the nearest first.</summary>
/// <remarks>Two gazetteers hold the same district twice; a series hangs on one of the two.</remarks>
internal static class SamePlaces
{
    public static async Task<IReadOnlyList<(Guid Id, bool IsOwn)>> AroundAsync(
        DbConnection connection,
        Engine engine,
        PlaceModel at,
        CancellationToken ct
    )
    {
        var level = at.Place.AdminLevel ?? int.MaxValue;
        // Where the middle of an area lies says in which smaller ones it lies, too: those are not around it.
        var ids = at
            .Place.Parents.Concat(at.Areas)
            .Where(a => a.AdminLevel < level)
            .Select(a => a.Id)
            .Append(at.Place.Id)
            .ToHashSet();
        var areas = await PlaceReading.AllAsync(connection, engine, [.. ids], ct);
        var same = await connection.QueryAsync<Guid>(
            $"""
            SELECT q.place_id FROM place p JOIN place q
              ON q.pcode = p.pcode OR (q.kind = p.kind AND q.admin_level = p.admin_level AND q.name = p.name)
            WHERE {Dialect.InIds(engine, "p.place_id", "ids")} AND p.admin_level IS NOT NULL
            """,
            new { ids = Dialect.List(engine, ids) }
        );
        var keys = areas.Select(SeriesPlaces.AreaKey).ToHashSet();
        var codes = areas.Select(a => a.Pcode).OfType<string>().ToHashSet();
        var own = SeriesPlaces.AreaKey(at.Place);
        var all = await PlaceReading.AllAsync(connection, engine, [.. ids.Union(same)], ct);
        return
        [
            .. all.Where(p =>
                    ids.Contains(p.Id)
                    || (p.Pcode is { } c && codes.Contains(c))
                    || keys.Contains(SeriesPlaces.AreaKey(p))
                )
                .OrderByDescending(p => p.AdminLevel ?? int.MaxValue)
                .ThenBy(p => p.Id)
                .Select(p =>
                    (
                        p.Id,
                        p.Id == at.Place.Id
                            || (p.AdminLevel is not null && SeriesPlaces.AreaKey(p) == own)
                            || (p.Pcode is { } code && code == at.Place.Pcode)
                    )
                ),
        ];
    }
}
