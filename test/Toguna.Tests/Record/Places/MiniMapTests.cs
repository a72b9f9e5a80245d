using System.Globalization;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Toguna.Foundation.Storage;
using Toguna.Record.Places;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Places;

public sealed class MiniMapTests
{
    [Theory]
    [InlineData(13.45, -6.27, 1)]
    [InlineData(13.45, -6.27, 2)]
    [InlineData(4.36, 18.55, 3)]
    [InlineData(4.36, 18.55, 4)]
    [InlineData(6.0, 21.0, 6)]
    [InlineData(0.0, -30.0, 7)]
    [InlineData(-17.8, 179.99, 2)]
    [InlineData(-17.8, -179.99, null)]
    [InlineData(68.0, 180.0, 4)]
    [InlineData(89.9, 0.0, 1)]
    [InlineData(-90.0, 0.0, 2)]
    [InlineData(62.0, 10.0, 4)]
    public async Task Anywhere_on_earth_there_is_land_to_see_and_the_map_is_light(
        double latitude,
        double longitude,
        int? prec
    )
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite);
        var html = await RenderAsync(app, latitude, longitude, prec, "Somewhere <b>&</b>");
        html.Length.ShouldBeLessThan(20_000);
        html.ShouldNotContain("style=");
        html.ShouldNotContain("NaN");
        html.ShouldNotContain("<b>");
        var page = new HtmlParser().ParseDocument(html);
        page.QuerySelectorAll("path.m-land").Length.ShouldBeGreaterThan(0);
        page.QuerySelectorAll("circle.m-pt").Length.ShouldBe(prec == 1 ? 1 : 0);
        (page.QuerySelectorAll(".m-vague").Length > 0).ShouldBe(prec != 1);
        page.QuerySelector("svg title")!.TextContent.ShouldBe("Map of Somewhere <b>&</b>");
    }

    [Fact]
    public async Task A_position_that_cannot_be_draws_nothing()
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite);
        (await RenderAsync(app, 91, 0, 1, "x")).Trim().ShouldBeEmpty();
        (await RenderAsync(app, null, 0, 1, "x")).Trim().ShouldBeEmpty();
        (await RenderAsync(app, 0, double.NaN, 1, "x")).Trim().ShouldBeEmpty();
    }

    [Theory, BothEngines]
    public async Task The_ring_is_as_wide_as_the_doubt_and_towns_have_names(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await using (var stream = File.OpenRead(SharedData.Path("geo/geonames_ML.txt.gz")))
        {
            await GazetteerImport.RunAsync(
                app.Database,
                GazetteerKind.Geonames,
                GazetteerSources.Geonames(stream),
                null
            );
        }
        var page = new HtmlParser().ParseDocument(await RenderAsync(app, 13.43, -6.26, 2, "Ségou"));
        var names = page.QuerySelectorAll("text.m-name").Select(t => t.TextContent).ToArray();
        names.Length.ShouldBeGreaterThan(2);
        // Its own name is the label, not one more town.
        names.ShouldNotContain("Ségou");
        var radius = double.Parse(
            page.QuerySelector("circle.m-vague")!.GetAttribute("r")!,
            CultureInfo.InvariantCulture
        );
        // 25 km of 110 to the upper edge.
        radius.ShouldBe(MiniMapView.Height / 2.0 * 25 / 110, 0.2);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, true)]
    [InlineData(6, true)]
    public async Task Where_only_the_area_is_known_its_boundary_is_hatched(int prec, bool hatched)
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite);
        await BoundariesTests.ImportAsync(app, BoundariesTests.Tanvara);
        for (var again = 0; again < 2; again++)
        {
            var page = new HtmlParser().ParseDocument(await RenderAsync(app, 2, 2, prec, "Issoumbré"));
            (page.QuerySelectorAll("path.m-unsure").Length == 1).ShouldBe(hatched);
            page.QuerySelectorAll("circle.m-vague").ShouldBeEmpty();
            page.QuerySelectorAll("path.m-prov").Length.ShouldBeGreaterThan(0);
        }
    }

    internal static async Task<string> RenderAsync(
        TestApp app,
        double? latitude,
        double? longitude,
        int? prec,
        string label
    )
    {
        await using var renderer = new HtmlRenderer(app.Services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<MiniMap>(
                ParameterView.FromDictionary(
                    new Dictionary<string, object?>
                    {
                        [nameof(MiniMap.Latitude)] = latitude,
                        [nameof(MiniMap.Longitude)] = longitude,
                        [nameof(MiniMap.WherePrec)] = prec,
                        [nameof(MiniMap.Label)] = label,
                    }
                )
            );
            return root.ToHtmlString();
        });
    }
}
