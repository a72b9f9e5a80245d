using System.Data.Common;
using Dapper;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;
using Toguna.Record;

namespace Toguna.Respond;

/// <summary>What those who sent a unit do not allow it.</summary>
public sealed class Caveat
{
    public const string NoNight = "no_night";
    public const string Sector = "sector";
    public const string CapitalConsent = "capital_consent";
    public const string Other = "other";

    public static readonly IReadOnlyList<string> Kinds = [NoNight, Sector, CapitalConsent, Other];

    public Guid CaveatId { get; init; }
    public int Version { get; init; }
    public string Component { get; init; } = "";

    /// <summary>Null: all of the component.</summary>
    public string? Unit { get; init; }
    public string Kind { get; init; } = Other;

    /// <summary>The sector that it may not leave.</summary>
    public string? PlaceKey { get; init; }
    public string? Words { get; init; }

    /// <summary>A task against it is not asked unless somebody lifted it by name.</summary>
    public bool Hard { get; init; }
    public string SetBy { get; init; } = "";
    public DateTimeOffset SetAt { get; init; }

    /// <summary>Joined from the place of the sector.</summary>
    public string? PlaceText { get; init; }
    public Guid? PlaceId { get; init; }
}

/// <summary>A task as a caveat sees it.</summary>
/// <param name="Unit">The unit that is asked, where it is named; null: the component as a whole.</param>
/// <param name="Areas">Ids of the place and of everything that it lies in.</param>
/// <param name="AreaNames">Their folded names: a sector may be known by words alone.</param>
/// <param name="ByDay">Some daylight is left for it; null: no time is stated.</param>
public sealed record CaveatQuestion(
    string Component,
    string? Unit,
    IReadOnlySet<Guid> Areas,
    IReadOnlySet<string> AreaNames,
    bool? ByDay
);

/// <summary>Which caveats speak against a task. Pure.</summary>
public static class CaveatRules
{
    /// <summary>Those of the component as a whole and of the unit that is named, which the task goes against.</summary>
    /// <remarks>Consent of a capital speaks against every task until it is there. A place that nobody can find on a map lies in no sector.</remarks>
    public static IReadOnlyList<Caveat> Against(IEnumerable<Caveat> caveats, CaveatQuestion task) =>
        [.. caveats.Where(c => Concerns(c, task) && SpeaksAgainst(c, task))];

    private static bool Concerns(Caveat caveat, CaveatQuestion task) =>
        caveat.Component == task.Component
        && (caveat.Unit is null || (task.Unit is { } unit && Fold.Key(unit) == Fold.Key(caveat.Unit)));

    /// <summary>The task is nothing that the caveat speaks of, whoever is asked.</summary>
    internal static bool Allows(Caveat caveat, CaveatQuestion task) => !SpeaksAgainst(caveat, task);

    private static bool SpeaksAgainst(Caveat caveat, CaveatQuestion task) =>
        caveat.Kind switch
        {
            Caveat.NoNight => task.ByDay == false,
            Caveat.Sector => !(caveat.PlaceId is { } sector && task.Areas.Contains(sector))
                && !task.AreaNames.Contains(Fold.Key(caveat.PlaceText ?? "")),
            _ => true,
        };
}

/// <summary>Reads what units may not be asked. Thread-safe.</summary>
public sealed class Caveats(PlaceBook places)
{
    /// <summary>Those that hold, by component, unit and kind.</summary>
    public static async Task<IReadOnlyList<Caveat>> AllAsync(DbConnection c, DbTransaction? tx = null) =>
        (
            await c.QueryAsync<Caveat>(
                """
                SELECT c.*, p.place_text, p.place_id FROM caveat c LEFT JOIN move_place p ON p.place_key = c.place_key
                WHERE c.ended_at IS NULL ORDER BY c.component, c.unit, c.kind, c.caveat_id
                """,
                transaction: tx
            )
        ).AsList();

    /// <summary>Which caveats a task would go against.</summary>
    /// <param name="place">Of the gazetteer; null: words alone.</param>
    /// <param name="from">From when on it can be done.</param>
    /// <param name="due">Until when it is to be done; null: no time is stated.</param>
    public async Task<IReadOnlyList<Caveat>> AgainstAsync(
        WriteScope tx,
        string component,
        string? unit,
        (Guid? Id, string Text, string? Adm1) place,
        DateTimeOffset from,
        DateTimeOffset? due,
        TimeZoneInfo zone
    )
    {
        var caveats = await AllAsync(tx.Connection, tx.Transaction);
        if (!caveats.Any(c => c.Component == component))
        {
            return [];
        }
        var ids = new HashSet<Guid>();
        var names = new HashSet<string> { Fold.Key(place.Text), Fold.Key(place.Adm1 ?? "") };
        if (place.Id is { } id && caveats.Any(c => c.Kind == Caveat.Sector && c.Component == component))
        {
            var known = await places.GetAsync(id);
            foreach (var area in known.Place.Parents.Concat(known.Areas))
            {
                ids.Add(area.Id);
                names.Add(Fold.Key(area.Name));
            }
            ids.Add(id);
        }
        names.Remove("");
        var limits = await MovementLimits.ReadAsync(tx.Connection, tx.Transaction);
        return CaveatRules.Against(
            caveats,
            new CaveatQuestion(
                component,
                unit,
                ids,
                names,
                due is { } until ? limits.HasDaylight(from, until, zone) : null
            )
        );
    }

    /// <summary>Of each sector that an escort may not leave: which places of movements lie in it.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlySet<string>>> SectorsAsync(
        MovementBoard board,
        CancellationToken ct
    )
    {
        var sectors = board
            .Escorts.Values.SelectMany(board.CaveatsOf)
            .Where(c => c.Kind == Caveat.Sector)
            .DistinctBy(c => c.CaveatId)
            .ToList();
        var found = sectors.ToDictionary(c => c.CaveatId, _ => new HashSet<string>());
        foreach (var place in sectors.Count == 0 ? [] : board.Places.Values)
        {
            var known = place.PlaceId is { } id ? await places.GetAsync(id, ct) : null;
            List<PlaceRef> areas = known is null ? [] : [.. known.Place.Parents, .. known.Areas];
            var task = new CaveatQuestion(
                "",
                null,
                areas.Select(a => a.Id).Append(place.PlaceId ?? Guid.Empty).ToHashSet(),
                areas.Select(a => Fold.Key(a.Name)).Append(Fold.Key(place.PlaceText)).ToHashSet(),
                null
            );
            foreach (var sector in sectors.Where(s => CaveatRules.Allows(s, task)))
            {
                found[sector.CaveatId].Add(place.PlaceKey);
            }
        }
        return found.ToDictionary(f => f.Key, IReadOnlySet<string> (f) => f.Value);
    }
}
