using System.Globalization;
using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.World;
using Toguna.Formats.Spreadsheet;
using Toguna.Gather;
using Toguna.Methods.Numerics;
using Calendar = Toguna.Desk.Sample.Events.Calendar;
using Cell = Toguna.Formats.Spreadsheet.Cell;

namespace Toguna.Desk.Sample.Files;

/// <summary>
/// Two series of others, made from the violence that happened: displaced people by district and month, tagged as
/// humanitarian data is, and the price of millet by province with a column for each month.
/// </summary>
/// <remarks>People flee in the month and the next, and return slowly; prices follow two months later. Both have gaps.</remarks>
internal sealed class SeriesFiles(Country country, ulong seed)
{
    /// <summary>Of those displaced, in a month.</summary>
    private const double Return = 0.06;

    private const double PeoplePerHarm = 34;

    private static readonly ColumnMapping Displaced = new()
    {
        Name = "Tanvara displacement tracking",
        Columns = new Dictionary<string, string>
        {
            ["country"] = "#country+name",
            ["adm1"] = "#adm1+name",
            ["adm2"] = "#adm2+name",
            ["pcode"] = "#loc+code",
            ["date"] = "#date",
            ["value"] = "#affected+idps",
            ["low"] = "#affected+idps+min",
            ["high"] = "#affected+idps+max",
        },
        Constants = new Dictionary<string, string>
        {
            ["series"] = "Displaced people",
            ["unit"] = "people",
            ["kind"] = "stock",
            ["source"] = "Tanvara displacement tracking (invented)",
            ["licence"] = "Sample data: use it freely.",
        },
    };

    private static readonly ColumnMapping Millet = new()
    {
        Name = "Tanvara market prices",
        Columns = new Dictionary<string, string> { ["adm1"] = "Province", ["pcode"] = "Code" },
        Constants = new Dictionary<string, string>
        {
            ["series"] = "Price of millet",
            ["unit"] = "tavar per kg",
            ["kind"] = "flow",
            ["source"] = "Tanvara market watch (invented)",
            ["licence"] = "Sample data: use it freely.",
        },
    };

    private readonly double[,] harm = new double[country.Districts.Count, Months];

    private static int Months => MonthOf(Calendar.Last) + 1;

    /// <summary>The files with how they are read, in the order in which they are taken in.</summary>
    public static IReadOnlyList<(string Kind, string Path, ColumnMapping? Mapping)> In(string dataFolder) =>
        [
            ("series", Path.Combine(dataFolder, SampleFiles.Folder, "tanvara-displaced.hxl.csv"), Displaced),
            ("series", Path.Combine(dataFolder, SampleFiles.Folder, "tanvara-millet.csv"), Millet),
        ];

    public void Add(TrueEvent e) =>
        harm[IndexOf(e.Village.District), MonthOf(e.Day)] += 1 + e.KilledCivilians + 0.5 * e.Injured;

    public void Write(string dataFolder)
    {
        var files = In(dataFolder);
        using (var displaced = File.Create(files[0].Path))
        {
            WriteDisplaced(displaced);
        }
        using var millet = File.Create(files[1].Path);
        WriteMillet(millet);
    }

    private void WriteDisplaced(Stream stream)
    {
        var random = Xoshiro256.Fork(seed, 71);
        using var csv = new CsvOut(stream, new CsvOutOptions { Neutralise = false });
        csv.Row("Country", "Province", "District", "P-code", "Month", "Displaced people", "Minimum", "Maximum");
        csv.Row([.. Displaced.Columns.Values.Select(t => Cell.Of(t))]);
        var stock = country.Districts.Select(_ => 60.0 * random.Below(12)).ToArray();
        for (var month = 0; month < Months; month++)
        {
            var all = 0;
            foreach (var (district, d) in country.Districts.Select((x, i) => (x, i)))
            {
                var fled = PeoplePerHarm * (0.7 * harm[d, month] + 0.5 * (month == 0 ? 0 : harm[d, month - 1]));
                stock[d] = stock[d] * (1 - Return) + fled * (0.7 + 0.6 * random.Uniform());
                var told = 5 * (int)Math.Round(stock[d] * (0.94 + 0.12 * random.Uniform()) / 5);
                all += told;
                // Where it is worst nobody gets through to count.
                if (Dice.Chance(random, harm[d, month] > 25 ? 0.25 : 0.03))
                {
                    continue;
                }
                csv.Row(
                    Country.Name,
                    district.Province,
                    district.Name,
                    district.Pcode,
                    Month(month),
                    told,
                    (int)(told * 0.9),
                    Dice.Chance(random, 0.1) ? default(Cell) : (int)(told * 1.15)
                );
            }
            csv.Row(
                Country.Name,
                default,
                default,
                Country.Code,
                Month(month),
                all,
                (int)(all * 0.92),
                (int)(all * 1.1)
            );
        }
    }

    private void WriteMillet(Stream stream)
    {
        var random = Xoshiro256.Fork(seed, 72);
        using var csv = new CsvOut(stream, new CsvOutOptions { Delimiter = ';', Neutralise = false });
        csv.Row([Cell.Of("Province"), Cell.Of("Code"), .. Enumerable.Range(0, Months).Select(m => Cell.Of(Month(m)))]);
        foreach (var province in country.Districts.GroupBy(d => d.ProvincePcode))
        {
            var shock = 0.0;
            var level = 180 + 12.0 * random.Below(6);
            var prices = new List<Cell>();
            for (var month = 0; month < Months; month++)
            {
                var before = month < 2 ? 0 : province.Sum(d => harm[IndexOf(d), month - 2]);
                shock = 0.8 * shock + 0.004 * before / province.Count();
                level *= 1.004 + 0.008 * (random.Uniform() - 0.5);
                // Dearest before the harvest, cheapest after it.
                var season = 1 + 0.16 * Math.Cos(2 * Math.PI * (Calendar.First.AddMonths(month).Month - 8) / 12.0);
                var price = (int)Math.Round(level * season * (1 + Math.Min(0.9, shock)));
                prices.Add(Dice.Chance(random, 0.04) ? default(Cell) : price);
            }
            csv.Row([Cell.Of(province.First().Province), Cell.Of(province.Key), .. prices]);
        }
    }

    private int IndexOf(District district) => country.Districts.TakeWhile(d => d != district).Count();

    private static int MonthOf(DateOnly day) =>
        (day.Year - Calendar.First.Year) * 12 + day.Month - Calendar.First.Month;

    private static string Month(int month) =>
        Calendar.First.AddMonths(month).ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
