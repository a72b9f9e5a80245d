using System.Globalization;
using System.Text;
using Toguna.Desk.Sample.World;

namespace Toguna.Desk.Sample.Files;

/// <summary>The places of the country in the layout of a GeoNames dump: 19 columns between tabs, no header.</summary>
/// <seealso href="https://download.geonames.org/export/dump/readme.txt">GeoNames readme</seealso>
internal static class GazetteerFile
{
    /// <summary>Beyond the numbers that GeoNames gives.</summary>
    private const int FirstId = 910_000_001;
    private const string Modified = "2026-09-30";

    /// <summary>Mission time: one hour ahead of UTC, of no real country.</summary>
    private const string Zone = "Etc/GMT-1";

    public static void Write(Stream stream, Country country)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 14, leaveOpen: true)
        {
            NewLine = "\n",
        };
        var id = FirstId;
        var everybody = country.Villages.Sum(v => (long)v.Population);
        Line(
            Country.Name,
            0,
            country.Capital,
            'A',
            "PCLI",
            "",
            "",
            everybody,
            ["République de Tanvara", "Republic of Tanvara"]
        );
        foreach (var province in country.Districts.GroupBy(d => d.ProvincePcode))
        {
            var seat = country.Seat(province.First());
            var people = country
                .Villages.Where(v => v.District.ProvincePcode == province.Key)
                .Sum(v => (long)v.Population);
            Line(province.First().Province, 1, seat, 'A', "ADM1", province.Key[2..], "", people, []);
        }
        foreach (var d in country.Districts)
        {
            var people = country.Villages.Where(v => v.District == d).Sum(v => (long)v.Population);
            Line(d.Name, 2, country.Seat(d), 'A', "ADM2", d.Pcode[2..4], d.Pcode[2..], people, [d.Name + " district"]);
        }
        foreach (var v in country.Villages)
        {
            Line(v.Name, -1, v, 'P', v.Rank, v.District.Pcode[2..4], v.District.Pcode[2..], v.Population, []);
        }
        Line("Oumri", -1, country.Seat("Tolmé"), 'H', "STM", "00", "", 0, ["Fleuve Oumri", "Oumri River"]);

        void Line(
            string name,
            int level,
            Village at,
            char kind,
            string code,
            string admin1,
            string admin2,
            long people,
            string[] more
        )
        {
            var others = more.Append(level > 0 ? FrenchArea(level, name) : name)
                .Append(PlaceNames.Arabic(name))
                .Append(PlaceNames.Nko(name))
                .Where(n => n != name)
                .Distinct();
            var (latitude, longitude) = at.Degrees;
            writer.WriteLine(
                string.Join(
                    '\t',
                    id++.ToString(CultureInfo.InvariantCulture),
                    name,
                    PlaceNames.Ascii(name),
                    string.Join(',', others),
                    latitude.ToString("0.#####", CultureInfo.InvariantCulture),
                    longitude.ToString("0.#####", CultureInfo.InvariantCulture),
                    kind,
                    code,
                    Country.Code,
                    "",
                    admin1,
                    admin2,
                    "",
                    "",
                    people.ToString(CultureInfo.InvariantCulture),
                    "",
                    "0",
                    Zone,
                    Modified
                )
            );
        }
    }

    /// <summary>« République de Tanvara », « Province de Velna », « Cercle d’Issoumbré ».</summary>
    public static string FrenchArea(int level, string name) =>
        (
            level switch
            {
                0 => "République ",
                1 => "Province ",
                _ => "Cercle ",
            }
        ) + PlaceNames.French(name);
}
