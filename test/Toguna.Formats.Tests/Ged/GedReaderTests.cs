using Shouldly;
using Toguna.Formats.Ged;

namespace Toguna.Formats.Tests.Ged;

public sealed class GedReaderTests
{
    private const string Header = "id,type_of_violence,date_start,date_end,latitude,longitude,best,low,high,side_a";
    private const string Good = "7,3,2020-01-02,2020-01-03,14.5,-4.25,5,3,9,\"Group, A\"";

    [Fact]
    public void A_row_is_read_whatever_the_order_and_case_of_columns()
    {
        var e = One(
            "SIDE_A,High,low,best,longitude,latitude,date_end,date_start,type_of_violence,ID\nA,9,3,5,-4.25,14.5,2020-01-03 00:00:00.000,2020-01-02T00:00:00,3,7"
        ).Value!;
        e.Id.ShouldBe(7);
        e.TypeOfViolence.ShouldBe(3);
        e.DateStart.ShouldBe(new DateOnly(2020, 1, 2));
        e.DateEnd.ShouldBe(new DateOnly(2020, 1, 3));
        (e.Latitude, e.Longitude).ShouldBe((14.5, -4.25));
        (e.Low, e.Best, e.High).ShouldBe((3, 5, 9));
        e.Country.ShouldBeNull();
    }

    [Fact]
    public void Nothing_given_is_null_never_zero()
    {
        var e = One(
            Header + ",deaths_a,adm_1,number_of_sources\n7,3,2020-01-02,2020-01-03,14.5,-4.25,5,NA,,A,NA,NA,-1"
        ).Value!;
        e.Low.ShouldBeNull();
        e.High.ShouldBeNull();
        e.DeathsA.ShouldBeNull();
        e.Adm1.ShouldBeNull();
        e.NumberOfSources.ShouldBeNull();
    }

    [Theory]
    [InlineData("2020-01-02", "2023-02-30", "date_start", "date_invalid")]
    [InlineData("2020-01-02", "05/06/2020", "date_start", "date_invalid")]
    [InlineData("2020-01-03", "2020-01-01", "date_end", "end_before_start")]
    [InlineData("2020-01-02", "", "date_start", "value_missing")]
    [InlineData("14.5", "91", "latitude", "latitude_invalid")]
    [InlineData("14.5", "NaN", "latitude", "number_invalid")]
    [InlineData("14.5", "14,5", "latitude", "number_invalid")]
    [InlineData("-4.25", "-180.5", "longitude", "longitude_invalid")]
    [InlineData(",5,3,9", ",-5,3,9", "best", "number_negative")]
    [InlineData(",5,3,9", ",5.5,3,9", "best", "number_invalid")]
    [InlineData(",5,3,9", ",five,3,9", "best", "number_invalid")]
    [InlineData("7,3,", "7,4,", "type_of_violence", "type_invalid")]
    [InlineData("7,3,", "7,NaN,", "type_of_violence", "value_missing")]
    [InlineData("7,3,", "x7,3,", "id", "number_invalid")]
    [InlineData("7,3,", "0,3,", "id", "id_invalid")]
    [InlineData("\"Group, A\"", "NA", "side_a", "value_missing")]
    public void A_bad_value_refuses_the_row_and_is_named(string good, string bad, string column, string code)
    {
        var row = Good.Replace(good, bad == "14,5" ? $"\"{bad}\"" : bad, StringComparison.Ordinal);
        var parsed = One(Header + "\n" + row);
        parsed.Value.ShouldBeNull();
        var fault = parsed.Faults.Single();
        fault.Column.ShouldBe(column);
        fault.Code.ShouldBe(code);
        fault.Line.ShouldBe(2);
        parsed.Row.Verbatim.ShouldBe(row);
    }

    [Fact]
    public void Every_fault_of_a_row_is_told_at_once() =>
        One(Header + ",where_prec\n7,9,2023-02-30,2020-01-03,91,-4.25,-1,3,9,A,8")
            .Faults.Select(f => f.Column)
            .ShouldBe(["type_of_violence", "where_prec", "latitude", "date_start", "best"], ignoreOrder: true);

    [Fact]
    public void Contradictions_are_kept_and_flagged()
    {
        var parsed = One(
            Header
                + ",deaths_a,deaths_b,deaths_civilians,deaths_unknown,year,priogrid_gid\n7,3,2020-01-02,2020-01-03,14.5,-4.25,5,6,4,A,1,1,1,1,2019,1"
        );
        parsed.Value!.Low.ShouldBe(6);
        parsed
            .Warnings.Select(w => w.Code)
            .ShouldBe(["low_above_best", "best_above_high", "sum_differs", "year_differs", "priogrid_differs"]);
    }

    [Fact]
    public void The_older_layout_is_read_too()
    {
        var e = One(Header + ",conflict_dset_id,side_a_dset_id,side_b_dset_id,gwnoa\n" + Good + ",11,22,33,432").Value!;
        (e.ConflictId, e.SideAId, e.SideBId, e.GwnoA).ShouldBe((11, 22, 33, "432"));
        e.SourceOffice.ShouldBeNull();
    }

    [Fact]
    public void A_header_without_the_required_columns_is_refused_and_they_are_named()
    {
        using var reader = Samples.Csv("id,name\n1,x\n");
        GedReader.IsGed(reader.Header).ShouldBeFalse();
        var refused = Should.Throw<UnreadableFileException>(() => GedReader.Read(reader));
        refused.Code.ShouldBe("header_incomplete");
        refused.Message.ShouldContain(
            "type_of_violence, date_start, date_end, latitude, longitude, best, low, high, side_a"
        );
    }

    [Fact]
    public void Blank_rows_are_passed_over_and_broken_ones_come_through()
    {
        using var reader = Samples.Csv($"{Header}\n,,,,,,,,,\n{Good}\nbroken\n");
        var all = GedReader.Read(reader).ToList();
        all.Count.ShouldBe(2);
        all[0].Value.ShouldNotBeNull();
        all[1].Faults.Single().Code.ShouldBe("cell_count");
        all[1].Row.Verbatim.ShouldBe("broken");
    }

    [Theory]
    [InlineData(5.399784, 26.486881, 137213)]
    [InlineData(35.763369, 36.558974, 181154)]
    [InlineData(-9.65, 20.4, 115601)]
    [InlineData(-90, -180, 1)]
    [InlineData(90, 180, 259200)]
    [InlineData(0, 0, 129961)]
    public void The_grid_cell_is_that_of_the_PRIO_GRID(double latitude, double longitude, int gid) =>
        Priogrid.Gid(latitude, longitude).ShouldBe(gid);

    [Fact]
    public void The_Central_African_file_reads_to_its_published_totals()
    {
        using var reader = new RowReader(Samples.Shared("ged/ged231_car.csv"));
        var all = GedReader.Read(reader).ToList();
        all.Count.ShouldBe(1848);
        all.ShouldAllBe(p => p.Value != null);
        var events = all.ConvertAll(p => p.Value!);
        events.Sum(e => e.Best!.Value).ShouldBe(14_948);
        events.Sum(e => e.Low!.Value).ShouldBe(13_721);
        events.Sum(e => e.High!.Value).ShouldBe(17_760);
        events.Sum(e => e.DeathsCivilians!.Value).ShouldBe(8_931);
        events.CountBy(e => e.TypeOfViolence).OrderBy(p => p.Key).Select(p => p.Value).ShouldBe([401, 371, 1076]);
        events.ShouldAllBe(e => Priogrid.Gid(e.Latitude, e.Longitude) == e.PriogridGid);
        all.Count(p => p.Warnings.Any(w => w.Code is "low_above_best" or "best_above_high")).ShouldBe(20);
    }

    [Fact]
    public void The_global_sample_reads_whole_and_its_grid_cells_agree()
    {
        using var reader = new RowReader(Samples.Shared("ged/ged231_sample1000.csv"));
        reader.Header.Count.ShouldBe(49);
        var all = GedReader.Read(reader).ToList();
        all.Count.ShouldBe(1000);
        all.ShouldAllBe(p =>
            p.Value != null && Priogrid.Gid(p.Value.Latitude, p.Value.Longitude) == p.Value.PriogridGid
        );
        all[0].Value!.RelId.ShouldBe("SYR-2013-1-11973-99");
        all[0].Value!.SourceOffice.ShouldBe("Support Kurds in Syria;VDC");
        all[0].Value!.GwnoB.ShouldBeNull();
    }

    private static Parsed<GedEvent> One(string file)
    {
        using var reader = Samples.Csv(file);
        return GedReader.Read(reader).Single();
    }
}
