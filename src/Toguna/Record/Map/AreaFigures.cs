using System.Globalization;
using Microsoft.Extensions.Localization;
using Toguna.Record.Columns;

namespace Toguna.Record.Map;

/// <summary>Provinces, or districts when the view is close, with what their incidents come to.</summary>
/// <remarks>
/// An area is counted as a whole, also where the view cuts it; which incidents are its own says
/// <see cref="AreaAssignment"/>.
/// </remarks>
internal sealed class AreaFigures(IncidentIndex index, LoadedBoundaries boundaries)
{
    public async Task<bool> AreLoadedAsync(CancellationToken ct) =>
        (await boundaries.OfLevelAsync(1, ct)).All.Count > 0;

    /// <returns>Null where no boundary of a province is loaded.</returns>
    public async Task<AreaTable?> FindAsync(MapView view, CancellationToken ct)
    {
        var loaded = await boundaries.OfLevelAsync(view.Zoom < MapAreas.Close ? 1 : 2, ct);
        if (loaded is { Level: 2, All.Count: 0 })
        {
            loaded = await boundaries.OfLevelAsync(1, ct);
        }
        if (loaded.All.Count == 0)
        {
            return null;
        }
        var filter = view.Filter with { Box = null };
        // What nobody has ever recorded anything in is not zero but unknown; in one question, of one state of the record.
        var (sums, ever) = await index.AskAsync(
            q => Tuple.Create(q.Areas(filter, view.Caller, loaded), q.Areas(IncidentFilter.None, view.Caller, loaded)),
            ct
        );
        var all = loaded
            .All.Select(
                (area, i) =>
                {
                    var of = sums.ByArea[i];
                    var isKnown = ever.ByArea[i].Incidents > 0;
                    return new AreaRow(
                        area.Id,
                        area.Name,
                        of.Incidents,
                        of.Killed,
                        of.Civilians,
                        isKnown ? FigureOf(view.Measure, of) : null,
                        sums.Vague[i] * 2 > of.Incidents,
                        of.Incidents == 0 ? null : sums.Assignment.Narrow(filter, i),
                        area.Box
                    );
                }
            )
            .ToList();
        var outside = sums.ByArea[^1];
        return new AreaTable(
            loaded.Level,
            AreaClasses.Of(all.Select(a => a.Figure)),
            [
                .. all.Where(a => Meets(a.Box, view.Box))
                    .OrderByDescending(a => a.Figure ?? -1)
                    .ThenByDescending(a => a.Incidents)
                    .ThenBy(a => a.Name, StringComparer.Ordinal),
            ],
            outside.Incidents,
            outside.Killed,
            sums.Outside
        );
    }

    private static long? FigureOf(IncidentMeasure measure, GroupSums of) =>
        // No incident under the filter: nobody was killed in none.
        of.Incidents == 0
            ? 0
            : measure.Of(new IncidentTotals(of.Incidents, of.Killed, of.Civilians, of.Injured, null, [])).Best;

    private static bool Meets(GeoBox area, GeoBox view) =>
        area.South <= view.North
        && area.North >= view.South
        && (
            (area.West <= view.East && area.East >= view.West)
            || (area.West + 360 <= view.East && area.East + 360 >= view.West)
        );
}

/// <param name="Level">1 provinces, 2 districts.</param>
/// <param name="Rows">Those in view, the greatest figure first.</param>
/// <param name="Outside">Incidents under the filter that lie in no loaded area.</param>
/// <param name="OutsideNames">The names their sources give, most incidents first; empty: none given.</param>
public sealed record AreaTable(
    int Level,
    AreaClasses Classes,
    IReadOnlyList<AreaRow> Rows,
    long Outside,
    Bounds OutsideKilled,
    IReadOnlyList<(string Name, long Incidents)> OutsideNames
);

/// <param name="Figure">What it is coloured by; null: nothing recorded, or no source gives the figure.</param>
/// <param name="IsDoubtful">More than half of its incidents are known only to the province or vaguer.</param>
/// <param name="Found">Finds exactly its incidents; null where there are none or no filter finds just them.</param>
public sealed record AreaRow(
    Guid Id,
    string Name,
    long Incidents,
    Bounds Killed,
    Bounds Civilians,
    long? Figure,
    bool IsDoubtful,
    IncidentFilter? Found,
    GeoBox Box
)
{
    /// <summary>In words, for who cannot see the colour.</summary>
    public string Words(IStringLocalizer words, IncidentMeasure measure) =>
        Figure is { } figure
            ? words[
                "area_says",
                Name,
                words["measure_" + measure.Name],
                figure.ToString("N0", CultureInfo.CurrentCulture)
            ] + (IsDoubtful ? " · " + words["doubtful"] : "")
            : words["area_unknown", Name];
}
