using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Incidents;

/// <summary>The list and the page of an incident: refusals first, then figures, words and hostile text.</summary>
public sealed class IncidentPagesTests
{
    private const string Hostile = "<script>alert(1)</script> \u202egnp.exe \"' onmouseover=x";

    [Theory, BothEngines]
    public async Task Unknown_forbidden_and_hidden_are_refused(Engine engine)
    {
        await using var desk = await DeskAsync(engine);
        using var reader = await desk.AsAsync(Role.Researcher);
        using var reporter = await desk.AsAsync(Role.Reporter);
        (await reporter.GetAsync("/incidents")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reporter.GetAsync("/incidents/INC-0001")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (
            var unknown in new[]
            {
                "INC-9999",
                "9999",
                "nothing",
                Guid.NewGuid().ToString(),
                "INC-99999999999999999999",
                "-1",
            }
        )
        {
            (await reader.GetAsync("/incidents/" + unknown)).StatusCode.ShouldBe(HttpStatusCode.NotFound, unknown);
        }
        (await reader.GetAsync("/incidents/1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await desk.Database.WriteAsync(tx =>
            tx.ExecuteAsync("UPDATE incident SET classification = 2 WHERE number = 1")
        );
        (await reader.GetAsync("/incidents/1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        (await officer.GetAsync("/incidents/1")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, BothEngines]
    public async Task A_bad_condition_is_named_and_the_rest_of_the_filter_holds(Engine engine)
    {
        await using var desk = await DeskAsync(engine);
        using var reader = await desk.AsAsync(Role.Researcher);
        var answer = await reader.GetAsync("/incidents?type=3&from=2023-02-30&sort=colour&page=0&nonsense=1");
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await PageAsync(answer);
        var alert = page.QuerySelector("[role=alert]")!.TextContent;
        foreach (var named in new[] { "2023-02-30", "colour", "“0”", "nonsense" })
        {
            alert.ShouldContain(named);
        }
        page.QuerySelector("input[name=from]")!.GetAttribute("value").ShouldBe("2023-02-30");
        page.QuerySelector("input[name=type][value='3']")!.HasAttribute("checked").ShouldBeTrue();
        page.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
    }

    [Theory, BothEngines]
    public async Task The_list_answers_sorts_filters_and_teaches_when_empty(Engine engine)
    {
        await using var desk = await DeskAsync(engine);
        using var reader = await desk.AsAsync(Role.Analyst);
        var page = await PageAsync(await reader.GetAsync("/incidents?sort=-killed"));
        page.QuerySelector(".answer")!.TextContent.ShouldContain("3 incidents match");
        page.QuerySelector(".answer b")!.TextContent.ShouldBe("8 to 14 killed, best count 12.");
        page.QuerySelectorAll("tbody tr")
            .Select(r => r.QuerySelector(".sub")!.TextContent)
            .First()
            .ShouldStartWith("INC-0002");
        page.QuerySelector("th[aria-sort=descending]")!.TextContent.ShouldContain("Killed");
        page.QuerySelectorAll(".menu a[download]").Length.ShouldBe(5);
        page.QuerySelectorAll(".menu #audience option").Length.ShouldBe(6);

        var narrowed = await PageAsync(await reader.GetAsync("/incidents?place=bambari&act=killing"));
        narrowed
            .QuerySelectorAll(".chip")
            .Select(c => c.GetAttribute("href"))
            .ShouldBe(["/incidents?act=killing", "/incidents?place=bambari"]);
        page.QuerySelectorAll("tbody tr")[0].QuerySelector(".sub")!.TextContent.ShouldStartWith("INC-0002");

        var nothing = await PageAsync(await reader.GetAsync("/incidents?place=atlantis"));
        nothing.QuerySelector(".empty h3")!.TextContent.ShouldBe("No incident matches these filters");

        using var french = await desk.AsAsync(Role.Analyst, "fr");
        var page2 = await PageAsync(await french.GetAsync("/incidents?type=3"));
        page2.DocumentElement.GetAttribute("lang").ShouldBe("fr");
        page2.QuerySelector(".answer")!.TextContent.ShouldContain("2 incidents correspondent");
        page2.QuerySelector("tbody")!.TextContent.ShouldContain("Homicide");
    }

    [Theory, BothEngines]
    public async Task A_choice_that_is_gone_or_hidden_is_said_without_a_name_and_can_be_taken_away(Engine engine)
    {
        await using var desk = await DeskAsync(engine);
        await desk.Database.WriteAsync(tx =>
            tx.ExecuteAsync("UPDATE incident SET classification = 2 WHERE number = 3")
        );
        Guid hidden;
        await using (var c = await desk.Database.OpenAsync())
        {
            hidden = await Dapper.SqlMapper.ExecuteScalarAsync<Guid>(
                c,
                "SELECT actor_id FROM actor WHERE name = 'UPC'"
            );
        }
        using var reader = await desk.AsAsync(Role.Analyst);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        foreach (var path in new[] { "/incidents", "/map", "/trends" })
        {
            foreach (var id in new[] { hidden, Guid.NewGuid() })
            {
                var answer = await reader.GetAsync($"{path}?actor={id}&source=closed-list&country=Nowhere");
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
                var page = await PageAsync(answer);
                page.Body!.TextContent.ShouldNotContain("UPC", Case.Sensitive, path);
                if (path != "/map")
                {
                    page.QuerySelectorAll("a.chip bdi")
                        .Select(w => w.TextContent)
                        .ShouldBe(
                            ["an actor not in the record that you may see", "closed-list", "Nowhere"],
                            true,
                            path
                        );
                }
            }
        }
        (await PageAsync(await officer.GetAsync($"/incidents?actor={hidden}")))
            .QuerySelector("a.chip bdi")!
            .TextContent.ShouldBe("UPC");
    }

    [Theory, BothEngines]
    public async Task A_search_tells_no_word_that_stands_only_where_its_reader_may_not_look(Engine engine)
    {
        await using var desk = await DeskAsync(engine);
        using var reader = await desk.AsAsync(Role.Analyst);
        // The words of places and parties of incident 3: by a slip, and as they are.
        (await NoteAsync(reader, "ouhamm")).ShouldContain("ouham.");
        (await NoteAsync(reader, "ouham")).ShouldBe("");
        await desk.Database.WriteAsync(tx =>
            tx.ExecuteAsync("UPDATE incident SET classification = 2 WHERE number = 3")
        );
        // What is hidden answers as what nobody ever wrote.
        foreach (var word in new[] { "ouhamm", "ouham", "governmint", "zzzzzz" })
        {
            (await NoteAsync(reader, word)).ShouldBe($"Found nowhere: {word}.");
        }
        (await NoteAsync(reader, "bambarri")).ShouldContain("bambari.");
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        (await NoteAsync(officer, "ouhamm")).ShouldContain("ouham.");

        static async Task<string> NoteAsync(HttpClient client, string words) =>
            string.Join(
                ' ',
                (await PageAsync(await client.GetAsync("/incidents?q=" + words)))
                    .QuerySelectorAll(".msg p")
                    .Select(p => p.TextContent.Trim())
            );
    }

    [Theory, BothEngines]
    public async Task An_incident_shows_its_acts_its_figures_as_given_and_the_row_it_rests_on(Engine engine)
    {
        await using var desk = await DeskAsync(engine);
        using var reader = await desk.AsAsync(Role.Analyst);
        var page = await PageAsync(await reader.GetAsync("/incidents/INC-0002"));
        page.QuerySelector("h1")!.TextContent.ShouldContain("Bambari town");
        page.QuerySelector(".answer")!.TextContent.ShouldContain("Monday 6 March 2017");
        page.QuerySelector(".msg--warn")!.TextContent.ShouldContain("minimum of the killed is above the best");
        page.Body!.TextContent.ShouldContain("Anti-Balaka");
        page.QuerySelector("pre.verbatim")!.TextContent.ShouldStartWith("2,3,70,Anti-Balaka");
        page.QuerySelectorAll(".dl dt.mono").Select(t => t.TextContent).ShouldContain("side_a_new_id");
        using var french = await desk.AsAsync(Role.Analyst, "fr");
        (await PageAsync(await french.GetAsync("/incidents/2")))
            .QuerySelector(".answer")!
            .TextContent.ShouldContain("lundi 6 mars 2017");
    }

    [Theory, BothEngines]
    public async Task Hostile_text_is_text(Engine engine)
    {
        await using var desk = await DeskAsync(engine);
        await desk.Database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync(
                "UPDATE incident SET title = @Hostile, place_text = @Hostile, note = @Hostile WHERE number = 1",
                new { Hostile }
            );
            await tx.ExecuteAsync("UPDATE actor SET name = @Hostile", new { Hostile });
        });
        using var reader = await desk.AsAsync(Role.Analyst);
        foreach (
            var address in new[]
            {
                "/incidents",
                "/incidents/1",
                "/incidents?place=" + Uri.EscapeDataString(Hostile),
                "/incidents?x=" + Uri.EscapeDataString(Hostile),
            }
        )
        {
            var page = await PageAsync(await reader.GetAsync(address));
            page.QuerySelectorAll("script").ShouldAllBe(s => s.TextContent.Length == 0);
            page.QuerySelectorAll("[onmouseover]").ShouldBeEmpty();
        }
        var shown = await PageAsync(await reader.GetAsync("/incidents/1"));
        // An override cannot leave its own run of text: the title stands in an element that isolates it.
        shown.QuerySelector("h1 bdi")!.TextContent.ShouldBe(Hostile);
    }

    private static async Task<TestApp> DeskAsync(Engine engine)
    {
        var desk = await TestApp.StartAsync(engine);
        var file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".csv");
        await File.WriteAllLinesAsync(
            file,
            [
                "id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,where_prec,where_coordinates,adm_1,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low",
                "1,3,70,Anti-Balaka,9999,Civilians,1,Bambari town,Ouaka province,5.76,20.67,Central African Republic,1,2016-03-06,2016-03-06,0,0,3,0,3,5,1",
                "2,3,70,Anti-Balaka,9999,Civilians,1,Bambari town,Ouaka province,5.76,20.67,Central African Republic,1,2017-03-06,2017-03-06,0,0,5,0,5,5,6",
                "3,1,71,Government of Central African Republic,72,UPC,4,Ouham province,Ouham province,6.5,17.6,Central African Republic,4,2018-05-01,2018-05-31,2,2,0,0,4,4,1",
            ]
        );
        await desk.ImportGedAsync(file);
        File.Delete(file);
        return desk;
    }

    private static async Task<IDocument> PageAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBeLessThan(500, html);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html));
    }
}
