using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Incidents;

/// <summary>Totals by two dimensions for programs, and the page that says how.</summary>
public sealed class TotalsTableTests
{
    private const string Header =
        "id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,where_prec,where_coordinates,adm_1,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low";

    [Theory, BothEngines]
    public async Task Cells_add_up_to_their_rows_and_nonsense_is_refused(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var path = Path.Combine(app.DataFolder, "events.csv");
        await File.WriteAllLinesAsync(
            path,
            [Header, Row(1, 3, 2016, 4), Row(2, 3, 2017, 5), Row(3, 1, 2017, 6), Row(4, 3, 2017, 7)]
        );
        var imports = app.Services.GetRequiredService<ImportService>();
        await imports.RunAsync(await imports.QueueAsync("ged", path, "events.csv", null, Caller.CommandLine));
        using var researcher = await app.AsAsync(Role.Researcher);
        foreach (var by in new[] { "type,type", "type,colour", "type,year,act", "type," })
        {
            ((int)(await researcher.GetAsync("/api/totals?by=" + by)).StatusCode).ShouldBe(422, by);
        }
        using var stranger = app.Stranger();
        (await stranger.GetAsync("/api/totals?by=type,year")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var answer = JsonDocument.Parse(await researcher.GetStringAsync("/api/totals?by=type,year"));
        answer.RootElement.GetProperty("by").GetString().ShouldBe("type,year");
        answer
            .RootElement.GetProperty("cells")
            .EnumerateArray()
            .Select(c =>
                (
                    c.GetProperty("down").GetString(),
                    c.GetProperty("across").GetString(),
                    c.GetProperty("incidents").GetInt64(),
                    c.GetProperty("killed").GetProperty("best").GetInt64()
                )
            )
            .ShouldBe([("3", "2016", 1, 4), ("3", "2017", 2, 12), ("1", "2017", 1, 6)]);
        var page = await researcher.PageAsync("/api");
        page.QuerySelectorAll("pre")[2].TextContent.ShouldContain("/api/totals?by=category,year");
        researcher.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr");
        (await researcher.PageAsync("/api"))
            .QuerySelector("h1")!
            .TextContent.ShouldBe("Le registre pour les programmes");
    }

    private static string Row(int id, int type, int year, int best) =>
        $"{id},{type},70,Anti-Balaka,9999,Civilians,1,Bambari town,Ouaka prefecture,5.76,20.67,Central African Republic,1,{year}-03-06,{year}-03-06,0,0,{best},0,{best},{best},{best}";
}
