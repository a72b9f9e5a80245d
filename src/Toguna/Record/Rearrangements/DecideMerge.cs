using Toguna.Record.Incidents;

namespace Toguna.Record.Rearrangements;

/// <summary>What the merged incident takes from which of the records of one event.</summary>
/// <param name="From">By unit of <see cref="DecideMerge.Units"/>: the incident it is taken from; a unit that is not in it: as proposed.</param>
/// <param name="Widest">Figures from the smallest minimum to the largest maximum, with the best of the incident chosen.</param>
/// <param name="AllNotes">The notes of all, one after the other.</param>
public sealed record MergeChoices(IReadOnlyDictionary<string, Guid> From, bool Widest = false, bool AllNotes = true);

/// <summary>What several records of one event become: pure.</summary>
/// <remarks>
/// Acts, attributions, parties and victims of all stand side by side. Figures are those of one record, or the widest
/// bounds that any gave, as somebody chose; two lists of the same dead are never added up. A merged incident is no less
/// secret than any of its records.
/// </remarks>
public static class DecideMerge
{
    /// <summary>What is taken as a whole from one record.</summary>
    public static IReadOnlyList<string> Units { get; } =
    ["title", "when", "where", "type", "finding", "figures", "note"];

    /// <summary>The incident that a unit is taken from unless somebody chooses: the survivor, where it says anything.</summary>
    public static Guid Proposed(string unit, IncidentSnapshot survivor, IReadOnlyList<IncidentSnapshot> merged) =>
        (Says(unit, survivor.Incident) ? survivor : merged.FirstOrDefault(m => Says(unit, m.Incident)) ?? survivor)
            .Incident
            .IncidentId;

    /// <param name="newId">Makes the ids of rows that no record had: the widest bounds.</param>
    public static IncidentSnapshot Decide(
        IncidentSnapshot survivor,
        IReadOnlyList<IncidentSnapshot> merged,
        MergeChoices choices,
        Func<Guid> newId
    )
    {
        IncidentSnapshot[] all = [survivor, .. merged];
        IncidentSnapshot From(string unit) =>
            Array.Find(
                all,
                s => s.Incident.IncidentId == choices.From.GetValueOrDefault(unit, Proposed(unit, survivor, merged))
            ) ?? survivor;
        var after = IncidentStore.FromJson(IncidentStore.ToJson(survivor));
        var i = after.Incident;
        i.Title = From("title").Incident.Title;
        When(i, From("when").Incident);
        Where(i, From("where").Incident);
        (i.ViolenceType, i.EventType, i.Clarity) = (
            From("type").Incident.ViolenceType,
            From("type").Incident.EventType,
            From("type").Incident.Clarity
        );
        i.Finding = From("finding").Incident.Finding;
        i.Note = choices.AllNotes ? Joined(all.Select(s => s.Incident.Note)) : From("note").Incident.Note;
        i.Classification = all.Max(s => s.Incident.Classification);
        i.Edited = true;
        after.Parties = [.. all.SelectMany(s => s.Parties).DistinctBy(p => (p.Role, p.ActorId))];
        after.Acts = [.. all.SelectMany(s => s.Acts)];
        after.Attributions = [.. all.SelectMany(s => s.Attributions)];
        after.Victims = [.. all.SelectMany(s => s.Victims)];
        Figures(after, From("figures"), all, choices.Widest, newId);
        return after;
    }

    /// <summary>The widest of several counts: the smallest minimum, the largest maximum, the best of one.</summary>
    public static Bounds Widest(Bounds chosen, IEnumerable<Bounds> all)
    {
        var counts = all.ToList();
        return new(
            counts.Min(c => c.Minimum),
            chosen.Best ?? counts.Select(c => c.Best).FirstOrDefault(b => b is not null),
            counts.Max(c => c.Maximum)
        );
    }

    private static void Figures(
        IncidentSnapshot after,
        IncidentSnapshot chosen,
        IReadOnlyList<IncidentSnapshot> all,
        bool widest,
        Func<Guid> newId
    )
    {
        var (i, c) = (after.Incident, chosen.Incident);
        var killed = Killed(c);
        var civilians = Civilians(c);
        var injured = Injured(c);
        after.Casualties = [.. chosen.Casualties];
        if (widest)
        {
            killed = Widest(killed, all.Select(s => Killed(s.Incident)));
            civilians = Widest(civilians, all.Select(s => Civilians(s.Incident)));
            injured = Widest(injured, all.Select(s => Injured(s.Incident)));
            after.Casualties =
            [
                .. Total("killed", null, killed, newId),
                .. Total("killed", "civilian", civilians, newId),
                .. Total("injured", null, injured, newId),
                .. chosen.Casualties.Where(r => !IsWhole(r)),
            ];
        }
        (i.KilledMin, i.KilledBest, i.KilledMax) = (killed.Minimum, killed.Best, killed.Maximum);
        (i.CiviliansMin, i.CiviliansBest, i.CiviliansMax) = (civilians.Minimum, civilians.Best, civilians.Maximum);
        (i.InjuredMin, i.InjuredBest, i.InjuredMax) = (injured.Minimum, injured.Best, injured.Maximum);
        i.Warnings = CasualtyWarnings.Of(
            string.Join(',', all.Select(s => s.Incident.Warnings).OfType<string>()),
            killed,
            civilians,
            injured
        );
    }

    private static IEnumerable<CasualtiesFacts> Total(string outcome, string? status, Bounds count, Func<Guid> newId)
    {
        if (count.IsGiven)
        {
            yield return new CasualtiesFacts
            {
                CasualtiesId = newId(),
                Outcome = outcome,
                Status = status,
                Minimum = count.Minimum,
                Best = count.Best,
                Maximum = count.Maximum,
            };
        }
    }

    private static bool IsWhole(CasualtiesFacts c) =>
        c is { Sex: null, Age: null, Cause: null, ActorId: null, ActId: null, Status: null or "civilian" };

    private static bool Says(string unit, IncidentFacts i) =>
        unit switch
        {
            "title" => i.Title.Length > 0,
            "where" => i.PlaceText is not null || i.Latitude is not null,
            "type" => i.ViolenceType is not null || i.EventType is not null,
            "figures" => Killed(i).IsGiven || Injured(i).IsGiven,
            "note" => i.Note is not null,
            _ => true,
        };

    private static void When(IncidentFacts i, IncidentFacts from) =>
        (i.DateStart, i.DateEnd, i.DatePrec) = (from.DateStart, from.DateEnd, from.DatePrec);

    private static void Where(IncidentFacts i, IncidentFacts from)
    {
        (i.PlaceId, i.PlaceText, i.WherePrec) = (from.PlaceId, from.PlaceText, from.WherePrec);
        (i.Latitude, i.Longitude, i.Priogrid) = (from.Latitude, from.Longitude, from.Priogrid);
        (i.Country, i.Adm1, i.Adm2, i.PlaceKey) = (from.Country, from.Adm1, from.Adm2, from.PlaceKey);
    }

    private static string? Joined(IEnumerable<string?> notes) =>
        notes.OfType<string>().Distinct().ToList() is { Count: > 0 } said ? string.Join("\n\n", said) : null;

    public static Bounds Killed(IncidentFacts i) => new(i.KilledMin, i.KilledBest, i.KilledMax);

    public static Bounds Civilians(IncidentFacts i) => new(i.CiviliansMin, i.CiviliansBest, i.CiviliansMax);

    public static Bounds Injured(IncidentFacts i) => new(i.InjuredMin, i.InjuredBest, i.InjuredMax);
}
