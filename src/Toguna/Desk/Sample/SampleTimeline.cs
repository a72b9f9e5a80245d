using System.Globalization;
using Toguna.Desk.Sample.World;
using Toguna.Foundation.Access;
using Toguna.Mandate;

namespace Toguna.Desk.Sample;

/// <summary>What changed in the sample's country, put on the political timeline: the turns that its violence follows.</summary>
internal static class SampleTimeline
{
    /// <summary>Kinds of the sample's own table that are called otherwise on the timeline; the beginning is none.</summary>
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["elections"] = "election",
        ["private_military"] = "arrival",
        ["split"] = "other",
    };

    /// <summary>Does nothing where something is on it already.</summary>
    public static async Task DrawAsync(ContextBook timeline, CancellationToken ct)
    {
        if ((await timeline.ListAsync(ct: ct)).Count > 0)
        {
            return;
        }
        foreach (var row in SampleData.Read("timeline").Where(r => r["kind"] != "beginning"))
        {
            var day = DateOnly.ParseExact(row["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            await timeline.AddAsync(
                new ContextEvent
                {
                    DateFrom = day,
                    DateTo = day,
                    Kind = Kinds.GetValueOrDefault(row["kind"], row["kind"]),
                    Label = row["english"],
                    LabelFr = row["french"],
                },
                Caller.System
            );
        }
    }
}
