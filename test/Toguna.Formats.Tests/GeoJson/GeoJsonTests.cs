using System.Text;
using System.Text.Json;
using NetTopologySuite.Geometries;
using Shouldly;
using Toguna.Formats.GeoJson;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats.Tests.GeoJson;

public sealed class GeoJsonTests
{
    private const string Square =
        """{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]],[[0.5,0.5],[0.5,1],[1,1],[0.5,0.5]]]}""";

    [Fact]
    public void Shapes_and_properties_are_read()
    {
        var features = Read(
            $$$"""
            {"type":"FeatureCollection","crs":{"features":[1]},"features":[
            {"type":"Feature","id":7,"properties":{"name":"Mopti","n":1.50,"ok":true,"none":null,"list":[1, 2]},"geometry":{{{Square}}}},
            {"type":"Feature","properties":null,"geometry":null},
            {"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2,300]},{{{Square}}}]}}
            ],"after":1}
            """
        );
        features.ShouldAllBe(f => f.Fault == null);
        var first = features[0].Feature!;
        first.Id.ShouldBe("7");
        first.Geometry!.Area.ShouldBe(4 - 0.125);
        first.Geometry.SRID.ShouldBe(4326);
        first.Properties.ShouldBe(
            new Dictionary<string, string?>
            {
                ["name"] = "Mopti",
                ["n"] = "1.50",
                ["ok"] = "true",
                ["none"] = null,
                ["list"] = "[1, 2]",
            }
        );
        features[1].Feature!.Geometry.ShouldBeNull();
        features[2].Feature!.Geometry.ShouldBeOfType<GeometryCollection>().NumGeometries.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"type":"Point","coordinates":[181,0]}""", "longitude_invalid")]
    [InlineData("""{"type":"Point","coordinates":[0,91]}""", "latitude_invalid")]
    [InlineData("""{"type":"Point","coordinates":[1e999,0]}""", "longitude_invalid")]
    [InlineData("""{"type":"Point","coordinates":["1",0]}""", "position_invalid")]
    [InlineData("""{"type":"Point","coordinates":{}}""", "geometry_invalid")]
    [InlineData("""{"type":"Point"}""", "geometry_invalid")]
    [InlineData("""{"type":"Circle","coordinates":[0,0]}""", "geometry_invalid")]
    [InlineData("""{"type":"LineString","coordinates":[[0,0]]}""", "line_too_short")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}""", "ring_open")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}""", "ring_too_short")]
    [InlineData("""{"type":"Polygon","coordinates":5}""", "geometry_invalid")]
    [InlineData("3", "geometry_invalid")]
    public void A_bad_feature_is_a_fault_and_the_next_is_read(string geometry, string code)
    {
        var features = Read(
            $$"""{"features":[{"geometry":{{geometry}}},4,{"geometry":{{Square}}}],"type":"FeatureCollection"}"""
        );
        features[0].Fault!.Code.ShouldBe(code);
        features[0].Fault!.Line.ShouldBe(1);
        features[1].Fault!.Code.ShouldBe("feature_invalid");
        features[2].Feature!.Number.ShouldBe(3);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<html>", "html_given_as_json")]
    [InlineData("nonsense", "not_json")]
    [InlineData("[1,2]", "not_geojson")]
    [InlineData("{\"type\":\"Topology\"}", "not_geojson")]
    [InlineData("{\"a\":", "not_json")]
    public void What_is_no_collection_is_refused(string file, string code) =>
        Should.Throw<UnreadableFileException>(() => Read(file)).Code.ShouldBe(code);

    [Fact]
    public void A_file_that_breaks_off_gives_what_it_had_and_a_fault()
    {
        var file = $$"""{"features":[{"geometry":{{Square}}},{"geometry":{"type":"Po""";
        var features = Read(file);
        features.Count.ShouldBe(2);
        features[1].Fault!.Code.ShouldBe("json_invalid");
        Read("{\"features\":[" + new string('[', 5000)).Single().Fault!.Code.ShouldBe("json_invalid");
    }

    [Fact]
    public void Features_larger_than_the_limit_are_passed_over()
    {
        var large =
            "{\"geometry\":null,\"properties\":{\"x\":["
            + string.Join(",", Enumerable.Repeat("{\"y\":1}", 100_000))
            + "]}}";
        using var reader = new GeoJsonReader(
            Samples.Bytes($"{{\"features\":[{large},{{\"geometry\":{Square}}}]}}"),
            100_000
        );
        reader.Read().Select(f => f.Fault?.Code).ShouldBe(["feature_too_large", null]);
    }

    [Fact]
    public void Points_are_written_and_read_back()
    {
        using var stream = new MemoryStream();
        using (var writer = new GeoJsonWriter(stream, [new("source", "UCDP"), new("n", 2)]))
        {
            writer.Point(
                14.5,
                -4.25,
                [
                    new("name", "Mopti <b>\uD800"),
                    new("deaths", -1),
                    new("day", new DateOnly(2025, 5, 16)),
                    new("none", (string?)null),
                ],
                "a1"
            );
            writer.Point(null, null, []);
            Should.Throw<ArgumentOutOfRangeException>(() => writer.Point(91, 0, []));
        }
        using var document = JsonDocument.Parse(stream.ToArray());
        document.RootElement.GetProperty("metadata").GetProperty("n").GetInt32().ShouldBe(2);
        var features = Read(Encoding.UTF8.GetString(stream.ToArray()));
        features.Count.ShouldBe(2);
        var first = features[0].Feature!;
        first.Id.ShouldBe("a1");
        first.Geometry!.Coordinate.ShouldBe(new Coordinate(-4.25, 14.5));
        first.Properties["name"].ShouldBe("Mopti <b>\uFFFD");
        first.Properties["deaths"].ShouldBe("-1");
        features[1].Feature!.Geometry.ShouldBeNull();
    }

    [Fact]
    public void Damaged_files_never_throw_anything_but_a_refusal()
    {
        var bytes = Encoding.UTF8.GetBytes(
            $$$"""{"type":"FeatureCollection","features":[{"id":"é","geometry":{{{Square}}},"properties":{"a":[1]}},{"geometry":null}]}"""
        );
        var random = new System.Random(9);
        for (var n = 0; n < 3000; n++)
        {
            var damaged = bytes.ToArray();
            for (var k = 0; k < 3; k++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                using var reader = new GeoJsonReader(new MadeStream(damaged.Length, i => damaged[i], 9));
                reader.Read().Count().ShouldBeLessThan(10);
            }
            catch (UnreadableFileException e)
            {
                e.Message.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void A_topology_is_unfolded()
    {
        // Two unit squares that share the arc 0, one walking it backwards; steps of the quantized grid are 0.5 degrees.
        const string file = """
            {"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[10,20]},
            "arcs":[[[2,0],[0,2]],[[2,2],[-2,0],[0,-2],[2,0]],[[2,0],[2,0],[0,2],[-2,0]]],
            "objects":{"countries":{"type":"GeometryCollection","geometries":[
            {"type":"Polygon","arcs":[[0,1]],"id":"004","properties":{"name":"West"}},
            {"type":"MultiPolygon","arcs":[[[2,-1]]],"properties":{"name":"East"}},
            {"type":"Polygon","arcs":[[9]]},{"type":null}]}}}
            """;
        var features = TopoJson.Read(Samples.Bytes(file), "countries");
        var west = features[0].Feature!;
        (west.Id, west.Properties["name"], west.Geometry!.Area).ShouldBe(("004", "West", 1.0));
        west.Geometry.EnvelopeInternal.ShouldBe(new Envelope(10, 11, 20, 21));
        features[1].Feature!.Geometry!.EnvelopeInternal.ShouldBe(new Envelope(11, 12, 20, 21));
        west.Geometry.Touches(features[1].Feature!.Geometry).ShouldBeTrue();
        features[2].Fault!.Code.ShouldBe("arc_missing");
        features[3].Feature!.Geometry.ShouldBeNull();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("x")]
    [InlineData("""{"type":"Topology","arcs":[],"objects":{}}""")]
    [InlineData("""{"type":"Topology","arcs":[[["a",0]]],"objects":{"a":{"type":"Point"}}}""")]
    [InlineData("""{"type":"Topology","arcs":[[[1]]],"objects":{"a":{"type":"Point"}}}""")]
    [InlineData("""{"type":"Topology","transform":{},"arcs":[[[1,1]]],"objects":{"a":{"type":"Point"}}}""")]
    public void A_file_that_is_no_topology_is_refused(string file) =>
        Should.Throw<UnreadableFileException>(() => TopoJson.Read(Samples.Bytes(file)));

    private static List<FeatureOrFault> Read(string file)
    {
        using var reader = new GeoJsonReader(Samples.Bytes(file));
        return [.. reader.Read()];
    }
}
