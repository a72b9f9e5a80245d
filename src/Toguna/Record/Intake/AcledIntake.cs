using Toguna.Formats;
using Toguna.Formats.Acled;
using Toguna.Methods.Text;

namespace Toguna.Record.Intake;

/// <summary>What an ACLED event says, in the words of the record.</summary>
/// <remarks>
/// The order of actors says nothing of who attacked, save in violence against civilians, where actor 1 did and the
/// civilians are actor 2: only there is an act attributed. Fatalities are one figure for all, often conservative; ACLED
/// gives no bounds and no count of civilians, so these stay null. Non-violent events are incidents without acts.
/// </remarks>
/// <seealso href="https://acleddata.com/knowledge-base/codebook/">ACLED Codebook</seealso>
internal static class AcledIntake
{
    public const string Scheme = "acled";
    public const string SourceName = "ACLED";
    private const string Against = "Violence against civilians";

    public static IncidentDraft Draft(AcledEvent e, IReadOnlyList<Warning> warnings)
    {
        var actor1 = Actor(e.Actor1, e.Inter1);
        var actor2 = Actor(e.Actor2, e.Inter2);
        var killed = new Counted(null, e.Fatalities, null);
        return new IncidentDraft
        {
            ExternalId = e.EventId,
            Title = string.Join(" · ", new[] { e.SubEventType ?? e.EventType, e.Location }.OfType<string>()),
            DateStart = e.EventDate,
            DateEnd = e.EventDate,
            DatePrec = e.TimePrecision switch
            {
                2 => 3,
                3 => 4,
                _ => 1,
            },
            PlaceText = e.Location,
            WherePrec = e.GeoPrecision switch
            {
                1 => 1,
                2 => 3,
                3 => 4,
                _ => null,
            },
            Latitude = e.Latitude,
            Longitude = e.Longitude,
            Country = e.Country,
            Adm1 = e.Admin1,
            Adm2 = e.Admin2,
            EventType = string.Join(" / ", new[] { e.EventType, e.SubEventType }.OfType<string>()),
            Killed = killed,
            Note = e.Notes,
            Warnings = [.. warnings.Select(w => w.Code)],
            Parties = Parties(e, actor1, actor2),
            Acts = Acts(e, actor1),
            Casualties = [new DraftCasualties("killed", killed)],
        };
    }

    private static List<DraftParty> Parties(AcledEvent e, DraftActor? actor1, DraftActor? actor2)
    {
        var parties = new List<DraftParty>();
        Add("side_a", actor1);
        Add("side_b", actor2);
        foreach (var name in e.Associates1)
        {
            Add("with_a", Actor(name, null));
        }
        foreach (var name in e.Associates2)
        {
            Add("with_b", Actor(name, null));
        }
        return parties;

        void Add(string role, DraftActor? actor)
        {
            if (actor is not null && !parties.Exists(p => p.Role == role && p.Actor.ExternalId == actor.ExternalId))
            {
                parties.Add(new DraftParty(role, actor));
            }
        }
    }

    private static List<DraftAct> Acts(AcledEvent e, DraftActor? actor1)
    {
        var against = string.Equals(e.EventType, Against, StringComparison.OrdinalIgnoreCase);
        IReadOnlyList<DraftActor> by = against && actor1 is not null ? [actor1] : [];
        var target = against ? e.Actor2 : null;
        var acts = new List<DraftAct>(2);
        if (e.Fatalities > 0)
        {
            acts.Add(new DraftAct("killing", target, by, "alleged"));
        }
        switch (e.SubEventType?.ToUpperInvariant())
        {
            case "SEXUAL VIOLENCE":
                acts.Add(new DraftAct("sexual_violence", target, by, "alleged"));
                break;
            case "ABDUCTION/FORCED DISAPPEARANCE":
                acts.Add(new DraftAct("abduction", target, by, "alleged"));
                break;
            case "LOOTING/PROPERTY DESTRUCTION":
                acts.Add(new DraftAct("destruction_pillage", null, [], "alleged"));
                break;
            case "ATTACK" when against && e.Fatalities == 0:
                // An attack that killed nobody: ACLED does not say whether anybody was hurt.
                acts.Add(new DraftAct("threat", target, by, "alleged"));
                break;
        }
        return acts;
    }

    /// <summary>ACLED has no ids for actors: the folded name is the id, so that spelling of case and accents joins.</summary>
    private static DraftActor? Actor(string? name, string? inter) =>
        string.IsNullOrWhiteSpace(name) || name.StartsWith("Civilians", StringComparison.OrdinalIgnoreCase)
            ? null
            : new DraftActor(Scheme, Fold.Key(name), name.Trim(), KindOf(inter));

    private static string KindOf(string? inter) =>
        inter?.Trim().ToUpperInvariant() switch
        {
            "1" or "STATE FORCES" => "state_force",
            "2" or "REBEL GROUP" or "REBEL GROUPS" => "armed_group",
            "3" or "POLITICAL MILITIA" or "POLITICAL MILITIAS" => "militia",
            "4" or "IDENTITY MILITIA" or "IDENTITY MILITIAS" => "militia",
            "5" or "RIOTERS" or "6" or "PROTESTERS" => "community",
            _ => "unknown",
        };
}
