using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Record.Places;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Places;

public sealed class PlacePagesTests
{
    private static readonly GazetteerRow[] Rows =
    [
        PlaceSearchTests.Row("1", "Tanvara", kind: "country", level: 0, own: "TV"),
        PlaceSearchTests.Row("2", "Velna", kind: "admin", level: 1, own: "TV.1", parent: "TV"),
        PlaceSearchTests.Row(
            "3",
            "Issoumbré",
            parent: "TV.1",
            other: ["<script>alert(1)</script>", "إسومبري"],
            population: 8_400
        ),
    ];

    [Fact]
    public async Task Without_a_gazetteer_the_page_teaches_how_to_load_one()
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite);
        var page = await PageAsync<PlacesPage>(app, "en", new PlacesModel(null, null, null, []));
        page.QuerySelector(".empty")!.TextContent.ShouldContain("toguna import geonames FILE");
    }

    [Theory, BothEngines]
    public async Task The_pages_stand_in_both_languages_and_show_names_as_text(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await GazetteerImport.RunAsync(app.Database, GazetteerKind.Geonames, Rows.Select(GazetteerItem.Of), null);
        await using var c = await app.Database.OpenAsync();
        var found = await PlaceSearch.FindAsync(c, engine, "isoumbre");
        var loaded = await LoadedGazetteer.AllAsync(c, default);
        loaded.ShouldHaveSingleItem().Places.ShouldBe(3);

        var list = await PageAsync<PlacesPage>(app, "fr", new PlacesModel("isoumbre", null, found, loaded));
        list.QuerySelector("h1")!.TextContent.ShouldBe("Lieux");
        list.QuerySelector("#place-results tbody a")!.GetAttribute("href").ShouldBe($"/places/{found[0].Id}");
        list.QuerySelectorAll("#place-results tbody td")[2].TextContent.ShouldBe("Velna, Tanvara");

        var none = await PageAsync<PlacesPage>(app, "en", new PlacesModel("<script>x</script>", null, [], loaded));
        none.QuerySelectorAll("#page script").ShouldBeEmpty();
        none.QuerySelector("#place-results")!.TextContent.ShouldContain("No place is called “<script>x</script>”");

        var model = await app.Services.GetRequiredService<PlaceBook>().GetAsync(found[0].Id);
        var place = await PageAsync<PlaceFacts>(app, "fr", model);
        place.QuerySelectorAll("script").ShouldBeEmpty();
        place.QuerySelectorAll("bdi").Select(b => b.TextContent).ShouldContain("<script>alert(1)</script>");
        place.QuerySelector("svg .m-pt").ShouldNotBeNull();
        place.QuerySelectorAll("[style]").ShouldBeEmpty();

        var choices = await PageAsync<PlaceSuggestions>(app, "en", new PlaceSuggestionsModel("isou", found, "place"));
        choices.QuerySelector("input[type=radio][name=place]")!.GetAttribute("value").ShouldBe(found[0].Id.ToString());
    }

    private static async Task<IDocument> PageAsync<T>(TestApp app, string language, object model)
        where T : IComponent
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(language);
        try
        {
            await using var renderer = new HtmlRenderer(app.Services, NullLoggerFactory.Instance);
            var html = await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model });
                return (await renderer.RenderComponentAsync<T>(parameters)).ToHtmlString();
            });
            return new HtmlParser().ParseDocument(html);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
