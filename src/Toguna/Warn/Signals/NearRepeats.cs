using Toguna.Methods.Detection;
using Toguna.Record;

namespace Toguna.Warn.Signals;

/// <summary>Incidents of one kind of act that follow each other within ten kilometres and two weeks, on more than one day, the last one lately.</summary>
internal static class NearRepeats
{
    public const double Kilometres = 10;
    public const int Days = 14;

    /// <summary>The last incident of a chain lies in so many days up to the one that is judged.</summary>
    public const int Lately = 7;

    /// <summary>A chain is looked for in so many weeks: its earlier links are history.</summary>
    public const int Weeks = 4;

    /// <summary>A chain is one signal for so long, however it grows: until what followed it is known.</summary>
    public const int Once = 28;

    /// <summary>The days that a day is judged by, itself included.</summary>
    public static (DateOnly From, DateOnly To) Window(DateOnly day) =>
        (day.AddDays(1 - 7 * (SignalDraft.Baseline + Weeks)), day);

    /// <param name="record">Of <see cref="Window"/>.</param>
    /// <param name="known">Incidents, with their act, that a signal of the last <see cref="Once"/> days has.</param>
    public static Look Look(IReadOnlyList<OpenIncident> record, DateOnly day, IReadOnlySet<(Guid, string)> known)
    {
        var placed = record.Where(i => i.HasPosition).ToList();
        var recent = placed.Where(i => i.Day > day.AddDays(-7 * Weeks)).ToList();
        var signals = new List<SignalDraft>();
        foreach (var act in recent.GroupBy(i => i.Act).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var incidents = act.ToList();
            var before = placed.Where(i => i.Act == act.Key).ToList();
            var chains = NearRepeat.Chains(
                [.. incidents.Select(i => new DayAndPlace(i.Latitude!.Value, i.Longitude!.Value, i.Day.DayNumber))],
                Kilometres,
                Days
            );
            foreach (var chain in chains.Select(c => c.Select(i => incidents[i]).ToList()))
            {
                if (
                    chain[^1].Day > day.AddDays(-Lately)
                    // Of one day it is one attack, or one that two lists have: nothing has come again.
                    && chain[0].Day < chain[^1].Day
                    && !chain.Exists(i => known.Contains((i.IncidentId, i.Act)))
                )
                {
                    signals.Add(Draft(chain, before, day));
                }
            }
        }
        return new Look(recent.Count, [.. signals.OrderByDescending(s => s.Incidents.Count).ThenBy(s => s.To)]);
    }

    /// <summary>Whether an incident lies where a chain is judged: around its last one.</summary>
    public static bool IsAround(OpenIncident incident, double latitude, double longitude) =>
        incident.HasPosition
        && new GeoCircle(latitude, longitude, Kilometres).Contains(incident.Latitude!.Value, incident.Longitude!.Value);

    private static SignalDraft Draft(
        IReadOnlyList<OpenIncident> chain,
        IReadOnlyList<OpenIncident> before,
        DateOnly day
    )
    {
        var last = chain[^1];
        var weeks = new int[SignalDraft.Baseline + Weeks];
        var first = Window(day).From;
        foreach (var incident in before.Where(i => IsAround(i, last.Latitude!.Value, last.Longitude!.Value)))
        {
            weeks[(incident.Day.DayNumber - first.DayNumber) / 7]++;
        }
        var usual = UnusualCount.Judge(0, weeks.AsSpan(0, SignalDraft.Baseline)).Expected;
        return new SignalDraft(
            SignalDetector.NearRepeat,
            last.Act,
            last,
            chain[0].Day,
            last.Day,
            usual,
            null,
            null,
            weeks,
            [.. chain.Select(i => i.IncidentId)]
        );
    }
}
