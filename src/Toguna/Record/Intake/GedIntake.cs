using System.Globalization;
using Toguna.Formats;
using Toguna.Formats.Ged;

namespace Toguna.Record.Intake;

/// <summary>What a UCDP GED event says, in the words of the record.</summary>
/// <remarks>
/// The killer of civilians is stated only in one-sided events, where it is side A; there the killing is attributed to
/// side A as <c>alleged</c> (an outside body's finding, not ours). In state-based and non-state events both sides are
/// parties and nobody is held responsible. GED gives bounds for the whole event only: the parts and the civilians have
/// a best figure and no bounds.
/// </remarks>
/// <seealso href="https://ucdp.uu.se/downloads/ged/ged231.pdf">UCDP GED Codebook 23.1</seealso>
internal static class GedIntake
{
    public const string Scheme = "ucdp-ged";
    public const string SourceName = "UCDP GED";
    private const string ActorScheme = "ucdp";

    /// <summary>UCDP's number for "Civilians", which stands as side B of one-sided events and is no party.</summary>
    private const long CiviliansId = 9999;

    public static IncidentDraft Draft(GedEvent e, IReadOnlyList<Warning> warnings)
    {
        var sideA = Actor(e.SideAId, e.SideA, e.TypeOfViolence);
        var sideB = IsCivilians(e) ? null : Actor(e.SideBId, e.SideB, e.TypeOfViolence);
        var civilians = new Counted(null, e.DeathsCivilians, null);
        var oneSided = e.TypeOfViolence == 3;
        return new IncidentDraft
        {
            ExternalId = e.Id.ToString(CultureInfo.InvariantCulture),
            Title = Title(e),
            DateStart = e.DateStart,
            DateEnd = e.DateEnd,
            DatePrec = e.DatePrec ?? PrecisionOf(e.DateStart, e.DateEnd),
            PlaceText = e.WhereCoordinates ?? e.WhereDescription,
            WherePrec = e.WherePrec,
            Latitude = e.Latitude,
            Longitude = e.Longitude,
            Country = e.Country,
            Adm1 = e.Adm1,
            Adm2 = e.Adm2,
            ViolenceType = e.TypeOfViolence,
            Clarity = e.EventClarity,
            Killed = new Counted(e.Low, e.Best, e.High),
            Civilians = civilians,
            Warnings = [.. warnings.Select(w => w.Code)],
            Parties = Parties(sideA, sideB),
            Acts =
            [
                new DraftAct(
                    "killing",
                    oneSided ? "civilians" : null,
                    oneSided && sideA is not null ? [sideA] : [],
                    "alleged"
                ),
            ],
            Casualties = Casualties(e, sideA, sideB),
            Victims = oneSided ? [new DraftVictims(e.SideB ?? "Civilians", "civilian", civilians)] : [],
        };
    }

    private static List<DraftParty> Parties(DraftActor? sideA, DraftActor? sideB)
    {
        var parties = new List<DraftParty>(2);
        if (sideA is not null)
        {
            parties.Add(new DraftParty("side_a", sideA));
        }
        if (sideB is not null)
        {
            parties.Add(new DraftParty("side_b", sideB));
        }
        return parties;
    }

    /// <summary>The total with its bounds, then each part that is not zero; a part of zero is no row.</summary>
    private static List<DraftCasualties> Casualties(GedEvent e, DraftActor? sideA, DraftActor? sideB)
    {
        var rows = new List<DraftCasualties>(4) { new("killed", new Counted(e.Low, e.Best, e.High)) };
        Add(e.DeathsCivilians, "civilian", null);
        Add(e.DeathsA, StatusOf(sideA), sideA);
        Add(e.DeathsB, IsCivilians(e) ? "civilian" : StatusOf(sideB), sideB);
        Add(e.DeathsUnknown, "unknown", null);
        return rows;

        void Add(int? deaths, string status, DraftActor? party)
        {
            if (deaths is not (null or 0))
            {
                rows.Add(new DraftCasualties("killed", new Counted(null, deaths, null), Status: status, Party: party));
            }
        }
    }

    private static string StatusOf(DraftActor? actor) =>
        actor?.Kind == "state_force" ? "armed_forces" : "direct_participant";

    private static bool IsCivilians(GedEvent e) =>
        e.SideBId == CiviliansId || (e.TypeOfViolence == 3 && e.SideB is null or "Civilians");

    private static DraftActor? Actor(long? id, string? name, int type) =>
        name is null
            ? null
            : new DraftActor(
                ActorScheme,
                id?.ToString(CultureInfo.InvariantCulture) ?? name,
                name,
                IsGovernment(name) ? "state_force" : KindOf(type)
            );

    /// <summary>UCDP names governments so in every version.</summary>
    private static bool IsGovernment(string name) =>
        name.StartsWith("Government of", StringComparison.OrdinalIgnoreCase);

    /// <summary>Non-state conflicts are fought by organised groups and by communities; GED does not say which.</summary>
    private static string KindOf(int type) => type == 2 ? "unknown" : "armed_group";

    private static string Title(GedEvent e) =>
        $"{e.SideA} – {e.SideB ?? "Civilians"}" + (e.WhereCoordinates is { } where ? $" · {where}" : "");

    /// <summary>Where the file has no <c>date_prec</c>, the span itself tells.</summary>
    internal static int PrecisionOf(DateOnly from, DateOnly to) =>
        (to.DayNumber - from.DayNumber + 1) switch
        {
            <= 1 => 1,
            <= 6 => 2,
            7 => 3,
            <= 31 => 4,
            _ => 5,
        };
}
