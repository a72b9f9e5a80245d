using Shouldly;
using Toguna.Formats.Ged;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats.Tests.Ged;

public sealed class GedWriterTests
{
    [Fact]
    public void There_are_49_columns() => GedWriter.Columns.Distinct().Count().ShouldBe(49);

    [Theory]
    [InlineData("ged/ged231_sample1000.csv", true)]
    [InlineData("ged/ged231_car.csv", false)]
    public void What_is_written_reads_back_equal(string file, bool sameHeader)
    {
        using var reader = new RowReader(Samples.Shared(file));
        if (sameHeader)
            reader.Header.ShouldBe(GedWriter.Columns);
        var before = GedReader.Read(reader).ToList();
        using var text = new StringWriter();
        using (var writer = new GedWriter(text, new CsvOutOptions { Neutralise = false }, "UCDP GED 23.1"))
            foreach (var parsed in before)
                writer.Write(
                    parsed.Value!,
                    reader.Header.Zip(parsed.Row.Cells).ToDictionary(p => p.First, p => (string?)p.Second)
                );
        using var again = Samples.Csv(text.ToString());
        again.Preamble.ShouldBe(["# UCDP GED 23.1"]);
        again.Header.ShouldBe(GedWriter.Columns);
        var after = GedReader.Read(again).ToList();
        after.Select(p => p.Value).ShouldBe(before.Select(p => p.Value));
        var (mine, theirs) = (again.Header.ToList(), reader.Header.ToList());
        foreach (var column in new[] { "conflict_dset_id", "side_a_dset_id" })
            after
                .Select(p => p.Row.Cells[mine.IndexOf(column)])
                .ShouldBe(before.Select(p => p.Row.Cells[theirs.IndexOf(column)]));
    }

    [Fact]
    public void An_event_of_our_own_gets_what_can_be_worked_out_and_NA_for_the_rest()
    {
        using var text = new StringWriter();
        using (var writer = new GedWriter(text))
            writer.Write(
                new GedEvent
                {
                    Id = 7,
                    TypeOfViolence = 3,
                    SideA = "=HYPERLINK(1)",
                    Latitude = -9.65,
                    Longitude = 20.4,
                    DateStart = new DateOnly(1989, 5, 10),
                    DateEnd = new DateOnly(1989, 5, 16),
                    Best = 14,
                }
            );
        using var reader = Samples.Csv(text.ToString());
        var row = reader.Read().Single().Row!;
        string At(string column) => row.Cells[GedWriter.Columns.ToList().IndexOf(column)];
        At("geom_wkt").ShouldBe("POINT (20.4 -9.65)");
        At("priogrid_gid").ShouldBe("115601");
        At("latitude").ShouldBe("-9.65");
        At("year").ShouldBe("1989");
        At("low").ShouldBe("NA");
        At("number_of_sources").ShouldBe("-1");
        At("side_a").ShouldBe("'=HYPERLINK(1)");
    }
}
