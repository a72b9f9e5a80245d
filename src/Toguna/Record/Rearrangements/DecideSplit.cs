using Toguna.Foundation;
using Toguna.Record.Incidents;

namespace Toguna.Record.Rearrangements;

/// <summary>A split as it was typed.</summary>
public sealed record SplitForm
{
    public int Version { get; init; }

    /// <summary>Ids of acts, victims and rows of casualties that go to the new incident.</summary>
    public IReadOnlySet<Guid> Going { get; init; } = new HashSet<Guid>();

    /// <summary>By report: <c>goes</c>, or <c>both</c> where it tells of both; others stay.</summary>
    public IReadOnlyDictionary<Guid, string> Reports { get; init; } = new Dictionary<Guid, string>();

    /// <summary>The new incident's own title, date, place and figures.</summary>
    public IncidentForm Made { get; init; } = new();

    /// <summary>The figures that stay, as typed: min, best, max of killed and injured.</summary>
    public IncidentForm Staying { get; init; } = new();

    public string Why => Made["why"];
}

/// <summary>What becomes of an incident that was two, and of the new one: pure.</summary>
/// <remarks>Figures are never divided by the program: a person says how many stay and how many go.</remarks>
public static class DecideSplit
{
    public static (IncidentSnapshot? Origin, IncidentSnapshot? Made, IReadOnlyList<Problem> Problems) Decide(
        IncidentSnapshot before,
        SplitForm form,
        Func<Guid> newId,
        int clearance
    )
    {
        var problems = new List<Problem>();
        var (made, refused) = DecideIncident.Decide(form.Made, null, new Dictionary<string, Guid>(), newId, clearance);
        problems.AddRange(refused);
        if (form.Why.Trim().Length == 0)
        {
            problems.Add(RecordProblems.WhyMissing().At("why"));
        }
        bool Goes(Guid id) => form.Going.Contains(id);
        var acts = before.Acts.Count(a => Goes(a.ActId));
        if (acts + before.Victims.Count(v => Goes(v.VictimId)) + form.Reports.Count == 0)
        {
            problems.Add(RecordProblems.SplitNothing());
        }
        else if (before.Acts.Count > 0 && acts == before.Acts.Count && before.Victims.TrueForAll(v => Goes(v.VictimId)))
        {
            problems.Add(RecordProblems.SplitAll());
        }
        var staying = new Figures(form.Staying);
        problems.AddRange(staying.Problems);
        if (problems.Count > 0)
        {
            return (null, null, problems);
        }
        var origin = IncidentStore.FromJson(IncidentStore.ToJson(before));
        made!.Acts = [.. before.Acts.Where(a => Goes(a.ActId))];
        made.Attributions = [.. before.Attributions.Where(a => Goes(a.ActId))];
        made.Victims = [.. before.Victims.Where(v => Goes(v.VictimId))];
        made.Casualties.AddRange(before.Casualties.Where(c => Goes(c.CasualtiesId)));
        made.Incident.Classification = Math.Max(made.Incident.Classification, before.Incident.Classification);
        origin.Acts.RemoveAll(a => Goes(a.ActId));
        origin.Attributions.RemoveAll(a => Goes(a.ActId));
        origin.Victims.RemoveAll(v => Goes(v.VictimId));
        origin.Casualties.RemoveAll(c => Goes(c.CasualtiesId) || (CasualtySums.IsTotal(c) && staying.Changed(before)));
        if (staying.Changed(before))
        {
            origin.Casualties.InsertRange(0, staying.Rows(newId));
        }
        // What an act that went meant is not said of rows that stayed, and the other way round.
        Loosen(origin);
        Loosen(made);
        Sum(made);
        if (staying.Changed(before) || origin.Casualties.Count != before.Casualties.Count)
        {
            Sum(origin);
        }
        origin.Incident.Edited = true;
        return (origin, made, []);
    }

    private static void Loosen(IncidentSnapshot s)
    {
        s.Victims.ForEach(v => v.ActId = s.Acts.Exists(a => a.ActId == v.ActId) ? v.ActId : null);
        s.Casualties.ForEach(c => c.ActId = s.Acts.Exists(a => a.ActId == c.ActId) ? c.ActId : null);
    }

    private static void Sum(IncidentSnapshot s)
    {
        var i = s.Incident;
        var (killed, civilians, injured) = CasualtySums.Of(s.Casualties);
        (i.KilledMin, i.KilledBest, i.KilledMax) = (killed.Minimum, killed.Best, killed.Maximum);
        (i.CiviliansMin, i.CiviliansBest, i.CiviliansMax) = (civilians.Minimum, civilians.Best, civilians.Maximum);
        (i.InjuredMin, i.InjuredBest, i.InjuredMax) = (injured.Minimum, injured.Best, injured.Maximum);
        i.Warnings = CasualtyWarnings.Of(i.Warnings, killed, civilians, injured);
    }

    private sealed class Figures : FormReading
    {
        private readonly Bounds killed;
        private readonly Bounds injured;

        public Figures(IncidentForm form)
            : base(form)
        {
            killed = Count(form.Casualties.ElementAtOrDefault(0) ?? [], "stay.0");
            injured = Count(form.Casualties.ElementAtOrDefault(1) ?? [], "stay.1");
        }

        public bool Changed(IncidentSnapshot before) =>
            killed != DecideMerge.Killed(before.Incident) || injured != DecideMerge.Injured(before.Incident);

        public IEnumerable<CasualtiesFacts> Rows(Func<Guid> newId) =>
            new[] { ("killed", killed), ("injured", injured) }
                .Where(f => f.Item2.IsGiven)
                .Select(f => new CasualtiesFacts
                {
                    CasualtiesId = newId(),
                    Outcome = f.Item1,
                    Minimum = f.Item2.Minimum,
                    Best = f.Item2.Best,
                    Maximum = f.Item2.Maximum,
                });
    }
}
