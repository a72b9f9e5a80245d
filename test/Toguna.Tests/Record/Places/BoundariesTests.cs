using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;
using Toguna.Record.Places;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Places;

public sealed class BoundariesTests
{
    /// <summary>Two provinces in one country; the first has a lake in it, the second two parts.</summary>
    internal const string Tanvara = """
        {"type":"FeatureCollection","features":[
         {"type":"Feature","properties":{"ADM0_EN":"Tanvara","ADM0_FR":"Le Tanvara","ADM0_PCODE":"TV"},"geometry":
          {"type":"Polygon","coordinates":[[[0,0],[20,0],[20,10],[0,10],[0,0]]]}},
         {"type":"Feature","properties":{"ADM1_EN":"Velna","ADM1_FR":"Vélna","ADM1_PCODE":"TV01","ADM0_PCODE":"TV"},"geometry":
          {"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[4,4],[6,4],[6,6],[4,6],[4,4]]]}},
         {"type":"Feature","properties":{"ADM1_EN":"Kersou","ADM1_PCODE":"TV02","ADM0_PCODE":"TV"},"geometry":
          {"type":"MultiPolygon","coordinates":[[[[10,0],[20,0],[20,4],[10,4],[10,0]]],[[[10,6],[20,6],[20,10],[10,10],[10,6]]]]}}
        ]}
        """;

    [Theory, BothEngines]
    public async Task A_position_lies_in_its_areas_and_not_in_their_holes(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        (await ImportAsync(app, Tanvara)).ShouldBe(new GazetteerCounts(3, 3, 0, 0, 0, 0));
        (await ImportAsync(app, Tanvara)).ShouldBe(new GazetteerCounts(3, 0, 0, 3, 0, 0));
        var areas = new PlaceAreas();
        await using var c = await app.Database.OpenAsync();
        async Task<string[]> At(double lat, double lon) =>
            [.. (await areas.ContainingAsync(c, lat, lon)).Select(a => a.Name)];

        (await At(2, 2)).ShouldBe(["Tanvara", "Velna"]);
        (await At(5, 5)).ShouldBe(["Tanvara"]);
        (await At(1, 15)).ShouldBe(["Tanvara", "Kersou"]);
        (await At(9, 15)).ShouldBe(["Tanvara", "Kersou"]);
        (await At(5, 15)).ShouldBe(["Tanvara"]);
        (await At(2, 10)).ShouldBe(["Tanvara", "Kersou", "Velna"]);
        (await At(-1, 2)).ShouldBeEmpty();
        (await At(91, 2)).ShouldBeEmpty();
        (await At(double.NaN, 2)).ShouldBeEmpty();
        var admin = await areas.AdminOfAsync(c, 2, 2);
        (admin.Country, admin.Adm1, admin.Adm2).ShouldBe(("Tanvara", "Velna", null));

        var velna = (await PlaceSearch.FindAsync(c, engine, "TV01")).ShouldHaveSingleItem();
        velna.Parents.ShouldHaveSingleItem().Name.ShouldBe("Tanvara");
        (await areas.ContainingAsync(c, velna.Latitude!.Value, velna.Longitude!.Value))
            .Select(a => a.Name)
            .ShouldContain("Velna");
        (await PlaceSearch.FindAsync(c, engine, "le tanvara")).ShouldHaveSingleItem().Name.ShouldBe("Tanvara");

        // A revised boundary takes effect although the old one was in memory.
        var revised = Tanvara.Replace(
            "[[4,4],[6,4],[6,6],[4,6],[4,4]]",
            "[[8,8],[9,8],[9,9],[8,9],[8,8]]",
            StringComparison.Ordinal
        );
        (await ImportAsync(app, revised)).ShouldBe(new GazetteerCounts(3, 0, 1, 2, 0, 0));
        (await At(5, 5)).ShouldBe(["Tanvara", "Velna"]);
    }

    [Theory, BothEngines]
    public async Task A_boundary_across_the_date_line_holds_both_sides(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await ImportAsync(app, Collection(Area("Jumping", "[[170,-20],[-170,-20],[-170,-10],[170,-10],[170,-20]]")));
        var areas = new PlaceAreas();
        await using var c = await app.Database.OpenAsync();
        foreach (
            var (lon, inside) in new[]
            {
                (175.0, true),
                (-175.0, true),
                (180.0, true),
                (-180.0, true),
                (165.0, false),
                (-165.0, false),
                (0.0, false),
            }
        )
        {
            (await areas.ContainingAsync(c, -15, lon)).Count.ShouldBe(inside ? 1 : 0, $"longitude {lon}");
        }
    }

    [Theory, BothEngines]
    public async Task A_boundary_that_crosses_itself_is_mended_and_bad_ones_are_refused_by_name(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var refused = new List<GazetteerItem>();
        var counts = await ImportAsync(
            app,
            Collection(
                Area("Bow tie", "[[0,0],[4,4],[4,0],[0,4],[0,0]]"),
                Area("Bad latitude", "[[0,0],[1,91],[1,0],[0,0]]"),
                Area("Open", "[[0,0],[1,0],[1,1]]"),
                Area("Flat", "[[0,0],[1,1],[2,2],[0,0]]"),
                """{"type":"Feature","properties":{"admin_level":1},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}""",
                """{"type":"Feature","properties":{"name":"Point"},"geometry":{"type":"Point","coordinates":[1,1]}}""",
                """{"type":"Feature","properties":{"name":"Nowhere"},"geometry":null}""",
                """{"type":"Feature","properties":{"shapeName":"Good","shapeType":"ADM2","shapeID":"X-1"},"geometry":{"type":"Polygon","coordinates":[[[8,8],[9,8],[9,9],[8,8]]]}}"""
            ),
            refused
        );
        counts.ShouldBe(new GazetteerCounts(8, 2, 0, 0, 6, 2));
        var codes = refused.SelectMany(r => r.Faults).Select(f => f.Code).ToArray();
        codes.ShouldContain("latitude_invalid");
        codes.ShouldContain("name_missing");
        codes.ShouldContain("not_an_area");
        codes.ShouldContain("geometry_missing");
        refused.SelectMany(r => r.Faults).ShouldAllBe(f => f.Line > 0 && f.Reason.Length > 10);
        await using var c = await app.Database.OpenAsync();
        (await new PlaceAreas().ContainingAsync(c, 2, 0.5)).ShouldHaveSingleItem().Name.ShouldBe("Bow tie");
        (await c.ExecuteScalarAsync<int>("SELECT admin_level FROM place WHERE name = 'Good'")).ShouldBe(2);
    }

    [Theory, BothEngines]
    public async Task A_boundary_file_goes_through_the_list_of_imports_and_back(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var file = Path.Combine(app.DataFolder, "tvr_adm1.geojson");
        await File.WriteAllTextAsync(
            file,
            Collection(
                Area("Velna", "[[0,0],[10,0],[10,10],[0,10],[0,0]]"),
                Area("Bad", "[[0,0],[1,91],[1,0],[0,0]]"),
                Area("Kersou", "[[10,0],[20,0],[20,10],[10,10],[10,0]]")
            )
        );
        var imports = app.Services.GetRequiredService<ImportService>();
        var id = await imports.QueueAsync("boundaries", file, "tvr_adm1.geojson", null, Caller.CommandLine);
        var import = await imports.RunAsync(id);
        (import.State, import.RowsRead, import.Created, import.Rejected).ShouldBe((ImportState.Done, 3, 2, 1));
        (await File.ReadAllTextAsync(Path.Combine(app.DataFolder, import.RejectsFile!))).ShouldContain("91");

        var again = await imports.QueueAsync("boundaries", file, "tvr_adm1.geojson", null, Caller.CommandLine);
        (await imports.RunAsync(again)).Unchanged.ShouldBe(2);
        (await imports.UndoAsync(again, Caller.CommandLine, false)).Removed.ShouldBe(0);
        (await imports.UndoAsync(id, Caller.CommandLine, false)).Removed.ShouldBe(2);
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM place_area")).ShouldBe(0);
        (await PlaceSearch.FindAsync(c, engine, "velna")).ShouldBeEmpty();
    }

    [Theory, BothEngines]
    public async Task A_file_that_is_none_fails_with_its_name_and_changes_nothing(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var imports = app.Services.GetRequiredService<ImportService>();
        foreach (
            var (kind, text) in new[]
            {
                ("geonames", "a\tb\n"),
                ("pcodes", "x,y\n1,2\n"),
                ("boundaries", "{}"),
                ("boundaries", "<html></html>"),
                ("geonames", ""),
            }
        )
        {
            var file = Path.Combine(app.DataFolder, $"odd-{kind}.txt");
            await File.WriteAllTextAsync(file, text);
            var id = await imports.QueueAsync(kind, file, "odd.txt", null, Caller.CommandLine);
            var import = await imports.RunAsync(id);
            import.State.ShouldBe(ImportState.Failed, $"{kind}: {text}");
            import.Message!.ShouldContain("odd.txt");
        }
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM place")).ShouldBe(0);
    }

    private static string Area(string name, string ring) =>
        $$"""{"type":"Feature","properties":{"name":"{{name}}"},"geometry":{"type":"Polygon","coordinates":[{{ring}}]} }""";

    private static string Collection(params string[] features) =>
        $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""";

    internal static Task<GazetteerCounts> ImportAsync(TestApp app, string json, List<GazetteerItem>? refused = null) =>
        GazetteerImport.RunAsync(
            app.Database,
            GazetteerKind.Boundaries,
            BoundarySource.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "boundaries.geojson"),
            null,
            (step, work, ct) =>
            {
                refused?.AddRange(step.Refused);
                return app.Database.WriteAsync(work, ct);
            }
        );
}
