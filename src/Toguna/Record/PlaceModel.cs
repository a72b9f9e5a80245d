using System.Data.Common;
using Dapper;
using Toguna.Record.Places;

namespace Toguna.Record;

/// <summary>What the gazetteer knows of one place.</summary>
/// <param name="OtherNames">With their language, where it is given.</param>
/// <param name="Areas">Those it lies in, as far as boundaries are loaded; the country first.</param>
/// <param name="Children">The largest; <paramref name="MoreChildren"/> says that there are others.</param>
/// <param name="Nearest">Of an area: the town nearest to its middle.</param>
/// <param name="Box">Around its boundary; null where none is loaded.</param>
public sealed record PlaceModel(
    PlaceHit Place,
    IReadOnlyList<(string Name, string? Language)> OtherNames,
    IReadOnlyList<PlaceRef> Areas,
    IReadOnlyList<PlaceRef> Children,
    bool MoreChildren,
    (PlaceHit Place, double Kilometres)? Nearest,
    GeoBox? Box
)
{
    /// <summary>The first-level area that it is or lies in: by what its boundaries say where they are loaded, by what the gazetteer says where they are not.</summary>
    public string? Adm1 => NameOf(1) ?? Place.Adm1;

    /// <summary>The country that it lies in, by the same; null: neither says.</summary>
    public string? Country => NameOf(0) ?? Place.Parents.FirstOrDefault(p => p.AdminLevel == 0)?.Name;

    private string? NameOf(int level) => Areas.FirstOrDefault(a => a.AdminLevel == level)?.Name;

    private const int ChildrenShown = 40;
    private const int NamesShown = 80;

    internal static async Task<PlaceModel> OfAsync(
        DbConnection connection,
        PlaceAreas areas,
        PlaceHit place,
        CancellationToken ct
    )
    {
        var names = await connection.QueryAsync<(string Name, string? Language)>(
            new CommandDefinition(
                "SELECT name, language FROM place_name WHERE place_id = @Id AND name <> @Name ORDER BY search_key LIMIT @NamesShown",
                new
                {
                    place.Id,
                    place.Name,
                    NamesShown,
                },
                cancellationToken: ct
            )
        );
        var children = (
            await connection.QueryAsync<PlaceRef>(
                new CommandDefinition(
                    """
                    SELECT place_id AS id, name, admin_level, pcode FROM place WHERE parent_id = @Id
                    ORDER BY COALESCE(admin_level, 99), COALESCE(population, 0) DESC, name LIMIT @Most
                    """,
                    new { place.Id, Most = ChildrenShown + 1 },
                    cancellationToken: ct
                )
            )
        ).ToList();
        var located = place is { Latitude: not null, Longitude: not null };
        var box = await connection.QuerySingleOrDefaultAsync<(double, double, double, double)?>(
            new CommandDefinition(
                "SELECT west, south, east, north FROM place_area WHERE place_id = @Id",
                new { place.Id },
                cancellationToken: ct
            )
        );
        return new PlaceModel(
            place,
            [.. names],
            located ? await areas.ContainingAsync(connection, place.Latitude!.Value, place.Longitude!.Value, ct) : [],
            [.. children.Take(ChildrenShown)],
            children.Count > ChildrenShown,
            located && place.Kind == "admin"
                ? await NearestPlace.FindAsync(connection, place.Latitude!.Value, place.Longitude!.Value, ct)
                : null,
            box is var (west, south, east, north) ? new GeoBox(west, south, east, north) : null
        );
    }
}
