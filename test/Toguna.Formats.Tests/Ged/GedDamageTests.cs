using System.Text;
using Shouldly;
using Toguna.Formats.Ged;

namespace Toguna.Formats.Tests.Ged;

public sealed class GedDamageTests
{
    private const string Header =
        "id,relid,year,type_of_violence,conflict_name,side_a,side_b,where_description,adm_1,latitude,longitude,country,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low\n";

    [Fact]
    public void Each_slip_in_the_Central_African_file_costs_few_rows()
    {
        using var stream = Samples.Shared("ged/ged231_car.csv");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var random = new Random(21);
        foreach (var slip in "\"\",\n\0\u00FF")
            for (var n = 0; n < 10; n++)
            {
                var bytes = copy.ToArray().ToList();
                var at = random.Next(2000, bytes.Count);
                bytes.Insert(at, (byte)slip);
                using var reader = new RowReader(new MemoryStream([.. bytes]));
                var all = GedReader.Read(reader).ToList();
                var good = all.Where(p => p.Value is not null).Select(p => p.Value!.Id).ToHashSet();
                good.Count.ShouldBeInRange(1848 - 3, 1848, $"'{slip}' at {at}");
                if (good.Count < 1848)
                    all.ShouldContain(p => p.Faults.Count > 0);
            }
    }

    [Fact]
    public void A_file_cut_off_anywhere_keeps_the_rows_before_the_cut()
    {
        using var stream = Samples.Shared("ged/ged231_car.csv");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var whole = copy.ToArray();
        var random = new Random(22);
        for (var n = 0; n < 20; n++)
        {
            var cut = random.Next(2000, whole.Length);
            using var reader = new RowReader(new MemoryStream(whole, 0, cut));
            var all = GedReader.Read(reader).ToList();
            var expected = all.TakeWhile(p => p.Value is not null).Count();
            all.Count(p => p.Value is not null).ShouldBe(expected, $"cut at {cut}: only the last record may be broken");
        }
    }

    [Fact]
    public void A_large_file_costs_little_per_row()
    {
        const int rows = 50_000;
        var head = Encoding.UTF8.GetBytes(Header);
        var line = Encoding.UTF8.GetBytes(
            "300380,SYR-2013-1,2013,1,\"Syria: Government\",Government of Syria,Syrian insurgents,\"in the al-Rami village, \"\"west\"\"\",Idlib,35.763369,36.558974,Syria,2013-01-03,2013-01-03,0,2,0,0,2,2,2\n"
        );
        var stream = new MadeStream(
            head.Length + (long)rows * line.Length,
            i => i < head.Length ? head[i] : line[(i - head.Length) % line.Length]
        );
        using var reader = new RowReader(stream);
        var before = GC.GetAllocatedBytesForCurrentThread();
        GedReader.Read(reader).Count(p => p.Value is not null).ShouldBe(rows);
        // The row's own text and the event, and hardly anything else: names that repeat are one string.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / rows).ShouldBeLessThan(2_500);
    }
}
