using Shouldly;
using Toguna.Formats.Ged;
using Toguna.Formats.GeoJson;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats.Tests.GeoJson;

public sealed class GeoJsonRowsTests
{
    [Fact]
    public void GED_that_comes_as_a_map_reads_like_the_table()
    {
        using var csv = new RowReader(Samples.Shared("ged/ged231_car.csv"));
        using var map = new MemoryStream();
        var expected = new List<GedEvent>();
        using (var writer = new GeoJsonWriter(map))
            foreach (var parsed in GedReader.Read(csv))
            {
                var cells = csv.Header.Zip(parsed.Row.Cells, (n, c) => KeyValuePair.Create(n, Cell.Of(c)));
                writer.Point(
                    parsed.Value!.Latitude,
                    parsed.Value.Longitude,
                    cells.Where(c => c.Key is not ("latitude" or "longitude"))
                );
                expected.Add(parsed.Value);
            }
        using var rows = new GeoJsonRows(new MemoryStream(map.ToArray()));
        GedReader.IsGed(rows.Header).ShouldBeTrue();
        GedReader.Read(rows).Select(p => p.Value.ShouldNotBeNull()).ShouldBe(expected);
        rows.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Faults_come_through_and_odd_properties_are_told()
    {
        const string file =
            """{"features":[{"geometry":{"type":"Point","coordinates":[200,0]}},{"geometry":{"type":"Point","coordinates":[2,1]},"properties":{"a":"x,y","b":null}},{"geometry":null,"properties":{"c":1}}]}""";
        using var rows = new GeoJsonRows(Samples.Bytes(file));
        rows.HeaderVerbatim.ShouldBe("a,b,latitude,longitude");
        var all = rows.Read().ToList();
        all[0].Fault!.Code.ShouldBe("longitude_invalid");
        all[1].Row!.Verbatim.ShouldBe("\"x,y\",,1,2");
        all[1].Row!.Line.ShouldBe(2);
        all[2].Row!.Cells.ShouldBe(["", "", "", ""]);
        rows.Warnings.Single().Code.ShouldBe("property_left_out");
        using var again = new GeoJsonRows(Samples.Bytes(file));
        again.Skip(2).ShouldBe(2);
        again.Read().Single().Row!.Line.ShouldBe(3);
        Should
            .Throw<UnreadableFileException>(() => new GeoJsonRows(Samples.Bytes("""{"features":[]}""")))
            .Code.ShouldBe("empty");
    }
}
