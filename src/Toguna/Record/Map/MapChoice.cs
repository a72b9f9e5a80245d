using Microsoft.AspNetCore.Http;
using Toguna.Foundation;

namespace Toguna.Record.Map;

/// <summary>What the map shows beside its filter: which layers, and which figure areas are coloured by. It stands in the address.</summary>
/// <param name="Layers">Keys of those that are on; null where the address names none: each as it is at first.</param>
public sealed record MapChoice(IReadOnlyList<string>? Layers, IncidentMeasure Measure)
{
    private const int LongestSaid = 60;

    /// <summary>Keys of the address that are no conditions.</summary>
    public static readonly string[] Beside = ["zoom", "layer", "measure", "culture"];

    public bool Shows(MapLayer layer) => Layers?.Contains(layer.Key) ?? layer.IsOn;

    /// <param name="known">All layers.</param>
    /// <param name="problems">Gets what could not be read; the rest is taken.</param>
    public static MapChoice Read(IQueryCollection query, IReadOnlyList<MapLayer> known, List<Problem> problems)
    {
        List<string>? layers = null;
        if (query.ContainsKey("layer"))
        {
            var keys = known.Select(l => l.Key).ToList();
            // A form sends the key empty, so that no layer at all can be told from no choice made.
            var typed = query["layer"].SelectMany(v => (v ?? "").Split(',')).Select(v => v.Trim()).Where(v => v != "");
            layers = [];
            foreach (var key in typed.Distinct().Take(IncidentFilterReading.MostValues))
            {
                if (keys.Contains(key))
                {
                    layers.Add(key);
                }
                else
                {
                    problems.Add(
                        RecordProblems.FilterCode("layer", Short(key), string.Join(", ", keys)).At("layers-choice")
                    );
                }
            }
        }
        var measures = IncidentMeasure.All.Select(m => m.Name).ToList();
        var measure = query["measure"].LastOrDefault(v => !string.IsNullOrWhiteSpace(v))?.Trim();
        var found = measure is null ? IncidentMeasure.Incidents : IncidentMeasure.Find(measure);
        if (found is null)
        {
            problems.Add(
                RecordProblems.FilterCode("measure", Short(measure!), string.Join(", ", measures)).At("measure")
            );
        }
        return new MapChoice(layers, found ?? IncidentMeasure.Incidents);
    }

    /// <summary>As it stands in an address, the filter with it.</summary>
    public string ToQuery(IncidentFilter filter) => filter.ToQuery([.. Pairs]);

    /// <summary>The address of the map under another filter.</summary>
    public string To(IncidentFilter filter) => ToQuery(filter) is { Length: > 0 } query ? "/map?" + query : "/map";

    private IEnumerable<(string, string?)> Pairs
    {
        get
        {
            foreach (var layer in Layers is { Count: 0 } ? [""] : Layers ?? [])
            {
                yield return ("layer", layer);
            }
            if (Measure != IncidentMeasure.Incidents)
            {
                yield return ("measure", Measure.Name);
            }
        }
    }

    private static string Short(string typed) =>
        typed.Length <= LongestSaid ? typed : Places.PlaceKeys.Cut(typed, LongestSaid) + "…";
}
