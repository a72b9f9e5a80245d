using System.Globalization;
using System.Text;

namespace Toguna.Benchmarks;

/// <summary>A GED-layout file of invented events, the same for the same number of rows; about 600 bytes a row, as real ones.</summary>
internal static class GedFile
{
    private const string Header =
        "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob";

    /// <summary>Makes a record of so many events; one that is there already stays as it is.</summary>
    public static async Task BringInAsync(string data, int rows)
    {
        if (Directory.Exists(data))
        {
            return;
        }
        var folder = Directory.CreateTempSubdirectory("toguna-bench-").FullName;
        try
        {
            await Child.MeasureAsync("import", "ged", Write(folder, rows), "--data", data, "--json");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static string Write(string folder, int rows)
    {
        var path = Path.Combine(folder, $"ged-{rows}.csv");
        using var file = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 16);
        file.NewLine = "\n";
        file.WriteLine(Header);
        var state = 0x9E3779B97F4A7C15UL;
        var first = new DateOnly(1989, 1, 1);
        for (var i = 0; i < rows; i++)
        {
            var type = 1 + Next(3);
            var a = Next(400);
            var b = 400 + Next(400);
            var day = first.AddDays(Next(12_000));
            var (da, db, dc, du) = type == 3 ? (0, 0, 1 + Next(20), 0) : (Next(6), Next(9), Next(4), Next(3));
            var best = da + db + dc + du;
            var lat = -25 + Next(4_000_000) / 100_000.0;
            var lon = -17 + Next(6_000_000) / 100_000.0;
            var gid = (int)Math.Floor((lat + 90) * 2) * 720 + (int)Math.Floor((lon + 180) * 2) + 1;
            var sideA = a % 4 == 0 ? $"Government of Country {a}" : $"Movement {a}";
            var sideB = type == 3 ? "Civilians" : $"Front {b}";
            var sideBId = type == 3 ? 9999 : b;
            file.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{1_000_000 + i},INV-{day.Year}-{type}-{a}-{i},{day.Year},1,Clear,{type},{a},{a},\"Country {a % 50}: Government\",{a * 1000 + b},{a * 1000 + b},\"{sideA} - {sideB}\",{a},{a},\"{sideA}\",{sideBId},{sideBId},\"{sideB}\",2,\"\"\"Invented agency, {day:yyyy-MM-dd}, Report number {i} of an invented event\"\";\"\"Another invented agency, {day:yyyy-MM-dd}, A second report of the same\"\"\",\"Invented agency;Another invented agency\",{day:yyyy-MM-dd},\"Report number {i} of an invented event\",local authorities,{1 + Next(4)},Town {Next(5000)},\"Town {Next(5000)} and villages around it\",Province {Next(300)},District {Next(2000)},{lat:0.000000},{lon:0.000000},POINT ({lon:0.000000} {lat:0.000000}),{gid},Country {a % 50},{a % 50 + 400},Africa,1,1,{day:yyyy-MM-dd},{day:yyyy-MM-dd},{da},{db},{dc},{du},{best},{best + Next(5)},{Math.Max(0, best - Next(3))},{a % 50 + 400},"
                )
            );
        }
        return path;

        int Next(int below)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            return (int)((state >> 11) % (ulong)below);
        }
    }
}
