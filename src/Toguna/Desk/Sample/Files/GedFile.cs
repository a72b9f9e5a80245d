using System.Globalization;
using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.World;
using Toguna.Formats.Ged;
using Toguna.Formats.Spreadsheet;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Files;

/// <summary>What an event data set would have of it, in the 49 columns of UCDP GED: late, rounded, placed by the nearest town.</summary>
internal sealed class GedFile : IDisposable
{
    /// <summary>Beyond the numbers that UCDP gives.</summary>
    private const int FirstId = 900_000_001;
    private const int CiviliansId = 9999;
    private const int CountryId = 9901;

    private static readonly string[] Header =
    [
        "id",
        "relid",
        "year",
        "active_year",
        "code_status",
        "type_of_violence",
        "conflict_dset_id",
        "conflict_new_id",
        "conflict_name",
        "dyad_dset_id",
        "dyad_new_id",
        "dyad_name",
        "side_a_dset_id",
        "side_a_new_id",
        "side_a",
        "side_b_dset_id",
        "side_b_new_id",
        "side_b",
        "number_of_sources",
        "source_article",
        "source_office",
        "source_date",
        "source_headline",
        "source_original",
        "where_prec",
        "where_coordinates",
        "where_description",
        "adm_1",
        "adm_2",
        "latitude",
        "longitude",
        "geom_wkt",
        "priogrid_gid",
        "country",
        "country_id",
        "region",
        "event_clarity",
        "date_prec",
        "date_start",
        "date_end",
        "deaths_a",
        "deaths_b",
        "deaths_civilians",
        "deaths_unknown",
        "best",
        "high",
        "low",
        "gwnoa",
        "gwnob",
    ];

    private static readonly string[] Offices =
    [
        "Radio Oumri",
        "La Voix de Tolmé",
        "Tanvara Press Agency",
        "Echo of the Ford",
    ];

    private readonly Xoshiro256 random;
    private readonly Blur blur;
    private readonly CsvOut csv;
    private int written;

    public GedFile(Stream stream, Country country, ulong seed)
    {
        random = Xoshiro256.Fork(seed, 2);
        blur = new Blur(country, random);
        csv = new CsvOut(stream, new CsvOutOptions { Neutralise = false });
        csv.Row([.. Header.Select(h => Cell.Of(h))]);
    }

    /// <summary>As a message names it.</summary>
    public static string? About(int? id) =>
        id is { } number ? string.Create(CultureInfo.InvariantCulture, $"ucdp-ged:{number}") : null;

    /// <summary>Writes the event as the data set has it.</summary>
    /// <returns>Its id there.</returns>
    public int Write(TrueEvent e)
    {
        var id = FirstId + written++;
        var (a, b, killedA, killedB) = e.Sides;
        var (sideB, sideBId) = b is null ? ("Civilians", CiviliansId) : (b.Name, b.Id);
        var dyad = $"{a.Name} - {sideB}";
        var conflict = e.ViolenceType == 1 ? "Tanvara: Government" : dyad;
        var dyadId = 99_100 + a.Index * 10 + (b?.Index ?? 9);
        var conflictId = e.ViolenceType == 1 ? 99_001 : dyadId;
        var where = blur.Place(e, [0.56, 0.2, 0.12, 0.06, 0.04, 0.02]);
        var when = blur.Date(e.Day, [0.7, 0.12, 0.07, 0.09, 0.02]);
        var (reportedA, reportedB, civilians, unknown) = Deaths(killedA, killedB, e.KilledCivilians);
        var best = reportedA + reportedB + civilians + unknown;
        var (low, high) = Bounds(best);
        var sources = 1 + Dice.Few(random, 1.1);
        var offices = Enumerable
            .Range(0, Math.Min(sources, 3))
            .Select(_ => Offices[random.Below(Offices.Length)])
            .Distinct()
            .ToList();
        var published = when.To.AddDays(1 + random.Below(4)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var headline = e.Opponent is null
            ? $"{e.Killed} dead reported at {e.Village.Name}"
            : $"Fighting reported near {e.Village.Name}";
        csv.Row(
            id,
            $"TAN-{e.Day.Year}-{e.ViolenceType}-{dyadId}-{written}",
            e.Day.Year,
            1,
            "Clear",
            e.ViolenceType,
            conflictId,
            conflictId,
            conflict,
            dyadId,
            dyadId,
            dyad,
            a.Id,
            a.Id,
            a.Name,
            sideBId,
            sideBId,
            sideB,
            sources,
            string.Join(';', offices.Select(o => $"{o}, {published}, {headline}")),
            string.Join(';', offices),
            published,
            headline,
            Original(e),
            where.Precision,
            where.Name,
            where.Description,
            where.Province,
            where.District,
            where.Latitude,
            where.Longitude,
            string.Create(CultureInfo.InvariantCulture, $"POINT ({where.Longitude} {where.Latitude})"),
            Priogrid.Gid(where.Latitude, where.Longitude),
            Country.Name,
            CountryId,
            "Invented",
            when.Precision > 3 ? 2 : 1,
            when.Precision,
            when.From,
            when.To,
            reportedA,
            reportedB,
            civilians,
            unknown,
            best,
            high,
            low,
            a.IsState ? CountryId : Cell.Of((string?)null),
            default
        );
        return id;
    }

    public void Dispose() => csv.Dispose();

    /// <summary>Small events are counted well, large ones guessed; some of the dead nobody can assign.</summary>
    private (int A, int B, int Civilians, int Unknown) Deaths(int a, int b, int civilians)
    {
        (a, b, civilians) = (Count(a), Count(b), Count(civilians));
        var unknown = 0;
        if (b > 0 && Dice.Chance(random, 0.15))
        {
            unknown = 1 + random.Below(b);
            b -= unknown;
        }
        return a + b + civilians + unknown == 0 ? (a, b, civilians, 1) : (a, b, civilians, unknown);
    }

    private int Count(int killed)
    {
        var chance = random.Uniform();
        return killed == 0 || chance < 0.7 ? killed
            : chance < 0.9 ? Dice.Thin(random, killed, 0.8)
            : killed + Dice.Few(random, 0.2 * killed + 0.3);
    }

    /// <summary>One row in forty contradicts itself, as one in ninety of the real file does.</summary>
    private (int Low, int High) Bounds(int best)
    {
        var low = best - Dice.Thin(random, best, 0.12);
        var high = best + Dice.Heavy(random, 0.12 * best + 0.4, 0.6);
        return random.Below(80) switch
        {
            0 => (best + 1 + random.Below(3), high),
            1 => (low, Math.Max(0, best - 1 - random.Below(2))),
            _ => (low, high),
        };
    }

    private string Original(TrueEvent e) =>
        random.Below(4) switch
        {
            0 => "village chief",
            1 => "statement of " + e.Actor.Name,
            2 => "health worker of the " + e.Village.District.Name + " district",
            _ => "",
        };
}
