using System.Data.Common;
using Dapper;
using Toguna.Foundation.Storage;
using Toguna.Record.Places;

namespace Toguna.Record.Series;

/// <summary>A place that was found, or why none was.</summary>
/// <param name="Code">place_unknown or place_ambiguous; null where it was found.</param>
internal sealed record PlaceFound(Guid Id, string? Code, string Field, string Value, string Expected)
{
    public static PlaceFound Of(Guid id) => new(id, null, "", "", "");
}

/// <summary>Finds the place that a row speaks of: by P-code, or by the name of its smallest area within its larger ones.</summary>
/// <remarks>
/// Nothing is found on a guess: a name that stands for two places is refused with both, a name that is not known with what
/// it looks like. One area that two gazetteers hold is one; the entry that came first stands for it, so that the same file
/// finds the same place also after another gazetteer was loaded.
/// </remarks>
internal sealed class SeriesPlaces
{
    private const int Remembered = 50_000;
    private const int MostCandidates = 200;
    private const int Named = 4;

    private readonly Dictionary<PlaceSaid, PlaceFound> known = [];

    public async Task<PlaceFound> FindAsync(WriteScope tx, PlaceSaid said, CancellationToken ct)
    {
        if (!known.TryGetValue(said, out var found))
        {
            found = said.Pcode is { } code ? await ByCodeAsync(tx, code, said, ct) : await ByNameAsync(tx, said, ct);
            if (known.Count < Remembered)
            {
                known[said] = found;
            }
        }
        return found;
    }

    private static async Task<PlaceFound> ByCodeAsync(WriteScope tx, string code, PlaceSaid said, CancellationToken ct)
    {
        var ids = await tx.QueryAsync<Guid>(
            "SELECT place_id FROM place WHERE pcode = @code OR pcode = @upper ORDER BY place_id LIMIT 1",
            new { code, upper = code.ToUpperInvariant() }
        );
        foreach (var id in ids)
        {
            return PlaceFound.Of(id);
        }
        return new(
            default,
            "place_unknown",
            "pcode",
            code,
            "a P-code of the gazetteer"
                + await LooksLikeAsync(tx, said.Place ?? said.Adm3 ?? said.Adm2 ?? said.Adm1, ct)
        );
    }

    private static async Task<PlaceFound> ByNameAsync(WriteScope tx, PlaceSaid said, CancellationToken ct)
    {
        var (field, name, level) =
            said.Place is { } place ? ("place", place, (int?)null)
            : said.Adm3 is { } adm3 ? ("adm3", adm3, 3)
            : said.Adm2 is { } adm2 ? ("adm2", adm2, 2)
            : said.Adm1 is { } adm1 ? ("adm1", adm1, 1)
            : ("country", said.Country!, 0);
        var hits = await NamedAsync(tx, name, level, ct);
        // A column of places names towns; an area of the same name is meant where there is no town.
        if (level is null && hits.Any(h => h.Kind == "populated"))
        {
            hits = hits.FindAll(h => h.Kind == "populated");
        }
        foreach (
            var (within, of) in new[] { (said.Adm3, 3), (said.Adm2, 2), (said.Adm1, 1), (said.Country, 0) }.Where(w =>
                w.Item1 is not null && (level is null || w.Item2 < level)
            )
        )
        {
            hits = await WithinAsync(tx, hits, within!, of);
        }
        var areas = hits.GroupBy(AreaKey).Select(g => g.ToList()).ToList();
        if (areas.Count == 1 && areas[0].Select(h => h.Gazetteer).Distinct().Count() == areas[0].Count)
        {
            return PlaceFound.Of(areas[0].Min(h => h.Id));
        }
        return hits.Count == 0
            ? new(
                default,
                "place_unknown",
                field,
                name,
                "a place of the gazetteer" + await LooksLikeAsync(tx, name, ct)
            )
            : new(
                default,
                "place_ambiguous",
                field,
                name,
                "one place; it can be " + string.Join(" or ", hits.Select(Words).Distinct().Take(Named))
            );
    }

    private static async Task<List<PlaceHit>> NamedAsync(WriteScope tx, string name, int? level, CancellationToken ct)
    {
        var both = level == 0 ? CountryCodes.Both(name) : [];
        var ids = await tx.QueryAsync<Guid>(
            $"""
            SELECT DISTINCT p.place_id FROM place p
            WHERE (p.place_id IN (SELECT place_id FROM place_name WHERE search_key = @key)
              OR {Dialect.In(tx.Engine, "p.country_code", "both")} AND p.kind = 'country')
              AND (@level < 0 OR p.admin_level = @level) ORDER BY p.place_id LIMIT @MostCandidates
            """,
            new
            {
                key = PlaceKeys.Of(name),
                both = Dialect.List(tx.Engine, both),
                level = level ?? -1,
                MostCandidates,
            }
        );
        var hits = new List<PlaceHit>();
        foreach (var id in ids.ToList())
        {
            hits.Add((await PlaceReading.FindAsync(tx.Connection, tx.Engine, id, ct))!);
        }
        return hits;
    }

    /// <summary>Those that lie in the named area; where none is known to, those of which nothing else is known.</summary>
    private static async Task<List<PlaceHit>> WithinAsync(WriteScope tx, List<PlaceHit> hits, string name, int level)
    {
        var key = PlaceKeys.Of(name);
        var codes = level == 0 ? CountryCodes.Both(name) : [];
        var (inside, unknown) = (new List<PlaceHit>(), new List<PlaceHit>());
        foreach (var hit in hits)
        {
            var parents = hit.Parents.Where(p => p.AdminLevel == level).ToList();
            if (codes.Contains(hit.CountryCode ?? "") || await AnyNamedAsync(tx, parents, key))
            {
                inside.Add(hit);
            }
            else if (parents.Count == 0)
            {
                unknown.Add(hit);
            }
        }
        return inside.Count > 0 ? inside : unknown;
    }

    private static async Task<bool> AnyNamedAsync(WriteScope tx, IEnumerable<PlaceRef> areas, string key)
    {
        foreach (var area in areas)
        {
            var names = await tx.QueryAsync<long>(
                "SELECT count(*) FROM place_name WHERE place_id = @Id AND search_key = @key",
                new { area.Id, key }
            );
            if (names.Single() > 0 || PlaceKeys.Of(area.Name) == key)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Equal for one area in two gazetteers; of a town always its own.</summary>
    internal static string AreaKey(PlaceHit hit) =>
        hit.AdminLevel is not { } level
            ? hit.Id.ToString()
            : $"{level}|{(CountryCodes.Both(hit.CountryCode) is [var code, ..] ? code : "")}|{(level > 1 ? PlaceKeys.Of(hit.Adm1 ?? "") : "")}|{PlaceKeys.Of(hit.Name)}";

    private static async Task<string> LooksLikeAsync(WriteScope tx, string? name, CancellationToken ct)
    {
        var like = await PlaceSearch.FindAsync(tx.Connection, tx.Engine, name, null, Named, ct);
        return like.Count == 0 ? "" : "; it looks like " + string.Join(" or ", like.Select(Words).Distinct());
    }

    private static string Words(PlaceHit hit) =>
        string.Join(", ", hit.Parents.Select(p => p.Name).Append(hit.Name).Reverse().Take(3))
        + (hit.Pcode is { } code ? $" ({code})" : "");
}
