using System.Globalization;
using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.World;
using Toguna.Formats.Spreadsheet;
using Toguna.Gather;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Files;

/// <summary>The incident log of the mission: a spreadsheet of two offices, one writes French, the other English.</summary>
internal sealed class LogFile : IDisposable
{
    /// <summary>Which column of the log holds what; saved under this name, as a person would.</summary>
    public static readonly ColumnMapping Mapping = new()
    {
        Name = "MISTAV incident log",
        Dates = DateOrder.DayFirst,
        Columns = new Dictionary<string, string>
        {
            ["id"] = "Réf",
            ["title"] = "Titre",
            ["date"] = "Date",
            ["date_end"] = "Date fin",
            ["place"] = "Localité",
            ["adm2"] = "Cercle",
            ["adm1"] = "Province",
            ["country"] = "Pays",
            ["latitude"] = "Latitude",
            ["longitude"] = "Longitude",
            ["where_precision"] = "Précision lieu",
            ["act"] = "Nature",
            ["perpetrator"] = "Auteur présumé",
            ["grade"] = "Certitude",
            ["victims"] = "Victimes",
            ["killed_min"] = "Tués min",
            ["killed"] = "Tués",
            ["killed_max"] = "Tués max",
            ["civilians"] = "Civils tués",
            ["injured_min"] = "Blessés min",
            ["injured"] = "Blessés",
            ["injured_max"] = "Blessés max",
            ["women_killed"] = "Femmes tuées",
            ["children_killed"] = "Enfants tués",
            ["finding"] = "Constat",
            ["note"] = "Récit",
        },
    };

    /// <summary>The office of these provinces writes French.</summary>
    private static readonly string[] FrenchProvinces = ["Kersou", "Haut-Tiram", "Borvé"];

    private static readonly double[] Findings = Actors.Sums([0.34, 0.15, 0.22, 0.19, 0.06, 0.04]);
    private static readonly string[] InEnglish =
    [
        "reported",
        "under verification",
        "corroborated",
        "verified",
        "contested",
        "discounted",
    ];
    private static readonly string[] InFrench =
    [
        "signalé",
        "en vérification",
        "corroboré",
        "vérifié",
        "contesté",
        "écarté",
    ];
    private static readonly double[] Grades = Actors.Sums([0.45, 0.35, 0.1, 0.1]);
    private static readonly string[] GradeEnglish = ["alleged", "suspected", "claimed", "confirmed"];
    private static readonly string[] GradeFrench = ["allégué", "soupçonné", "revendiqué", "confirmé"];
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr");

    private readonly Xoshiro256 random;
    private readonly Blur blur;
    private readonly CsvOut csv;
    private int written;

    public LogFile(Stream stream, Country country, ulong seed)
    {
        random = Xoshiro256.Fork(seed, 3);
        blur = new Blur(country, random);
        csv = new CsvOut(stream, new CsvOutOptions { Delimiter = ';', Neutralise = false });
        csv.Row([.. Mapping.Columns.Values.Select(h => Cell.Of(h))]);
    }

    /// <summary>As a message names it.</summary>
    public static string? About(string? reference) => reference is null ? null : $"csv:{Mapping.Name}:{reference}";

    /// <summary>Writes the event as the office has it.</summary>
    /// <returns>Its reference there.</returns>
    public string Write(TrueEvent e)
    {
        var french = FrenchProvinces.Contains(e.Village.District.Province);
        var reference = string.Create(CultureInfo.InvariantCulture, $"MI-{e.Day.Year}-{++written:D5}");
        var where = blur.Place(e, [0.72, 0.18, 0.1]);
        var when = blur.Date(e.Day, [0.78, 0.1, 0.04, 0.08]);
        var known = e.Opponent is null && Dice.Chance(random, 0.8);
        var killed = Figures(e.Killed);
        var injured = Figures(e.Injured);
        var civilians =
            killed.Best is { } best && e.Opponent is not null ? Math.Min(best, e.KilledCivilians) : killed.Best;
        csv.Row(
            reference,
            Say(french ? e.Act.French.Title : e.Act.English.Title, e.Village),
            Date(when, french),
            when.Precision is 2 or 3 ? Day(when.To, french) : null,
            e.Village.Name,
            where.District,
            where.Province,
            Country.Name,
            Degrees(where.Latitude, where.Precision, french),
            Degrees(where.Longitude, where.Precision, french),
            where.Precision,
            Acts(e, french),
            known ? e.Actor.LogName : null,
            known ? (french ? GradeFrench : GradeEnglish)[Dice.Index(random, Grades)] : null,
            Victims(e, french),
            killed.Low,
            killed.Best,
            killed.High,
            civilians,
            injured.Low,
            injured.Best,
            injured.High,
            Part(e.Women, civilians),
            Part(e.Children, civilians - Math.Min(civilians ?? 0, e.Women)),
            (french ? InFrench : InEnglish)[Dice.Index(random, Findings)],
            Say(french ? e.Act.French.Text : e.Act.English.Text, e.Village)
        );
        return reference;
    }

    public void Dispose() => csv.Dispose();

    private static string Acts(TrueEvent e, bool french) =>
        string.Join(
            " ; ",
            new[] { e.Act, e.SecondAct }
                .OfType<SampleAct>()
                .Select(a => french ? a.French.Label : a.English.Label)
                .Distinct()
        );

    private string? Victims(TrueEvent e, bool french) =>
        e.Opponent is not null
            ? null
            : (e.Act.Code, random.Below(3)) switch
            {
                ("recruitment_of_children", _) => french ? "garçons gardiens de troupeaux" : "herding boys",
                ("attack_on_protected_object", _) => french ? "l’école du village" : "the village school",
                ("denial_of_access", _) => french ? "convoi humanitaire" : "aid convoy",
                (_, 0) => french ? "habitants" : "villagers",
                (_, 1) => french ? "commerçants" : "traders",
                _ => french ? "éleveurs" : "herders",
            };

    /// <summary>An office hears some of it: a bound is often missing, and one log in fifty turns two of them round.</summary>
    private (int? Low, int? Best, int? High) Figures(int truth)
    {
        if (truth == 0)
        {
            return Dice.Chance(random, 0.6) ? (null, 0, null) : (null, null, null);
        }
        var best = Dice.Chance(random, 0.65) ? truth : Math.Max(1, Dice.Thin(random, truth, 0.9) + random.Below(2));
        var low = best - Dice.Thin(random, best, 0.15);
        var high = best + Dice.Heavy(random, 0.15 * best + 0.4, 0.6);
        if (random.Below(50) == 0)
        {
            (low, high) = (best + 1, Math.Max(0, best - 1));
        }
        return (
            Dice.Chance(random, 0.2) ? null : low,
            Dice.Chance(random, 0.06) ? null : best,
            Dice.Chance(random, 0.27) ? null : high
        );
    }

    /// <summary>Women and children are counted by some offices only, and never beyond the dead they belong to.</summary>
    private int? Part(int truth, int? whole) =>
        whole is > 0 && Dice.Chance(random, 0.6) ? Math.Min(truth, whole.Value) : null;

    /// <summary>Four ways in which people write one day; none of them can be misread with the day first.</summary>
    private string Date(BlurredDate when, bool french) =>
        when.Precision == 4
            ? when.From.ToString("MMMM yyyy", french ? French : CultureInfo.InvariantCulture)
            : Day(when.From, french);

    private string Day(DateOnly day, bool french) =>
        random.Below(3) switch
        {
            0 => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            1 => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
            _ => day.ToString("d MMMM yyyy", french ? French : CultureInfo.InvariantCulture),
        };

    /// <summary>Where only the district is known the office leaves the coordinates out; French offices write a decimal comma.</summary>
    private static string? Degrees(double value, int precision, bool french)
    {
        var text = precision > 2 ? null : value.ToString("0.0000", CultureInfo.InvariantCulture);
        return french ? text?.Replace('.', ',') : text;
    }

    private static string Say(string words, Village village) =>
        words
            .Replace("{de_place}", PlaceNames.French(village.Name), StringComparison.Ordinal)
            .Replace("{place}", village.Name, StringComparison.Ordinal);
}
