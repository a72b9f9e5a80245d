using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Gather;

/// <summary>Imports through their pages, as an analyst with a browser without script does them.</summary>
public sealed class ImportPageTests
{
    private const string Header =
        "id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,where_prec,where_coordinates,adm_1,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low";

    private const string List =
        "Day,Village,What,Dead,Lat,Lon\n2031-03-01,Issoumbré,Meurtre,2,14.2,-3.1\n2031-03-02,Tirambou,Enlèvement,0,14.3,-3.2\n";

    [Theory, BothEngines]
    public async Task Who_may_not_import_finds_no_page_and_uploads_nothing(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var researcher = await app.AsAsync(Role.Researcher);
        (await researcher.GetAsync("/imports")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = app.Stranger();
        (await stranger.GetAsync("/imports")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var analyst = await app.AsAsync(Role.Analyst);
        using var bare = await analyst.PostAsync("/imports", Upload("ged", "a.csv", Header, token: null));
        bare.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await analyst.PageAsync("/imports")).QuerySelectorAll("main table tbody tr").ShouldBeEmpty();
        (await analyst.GetAsync($"/imports/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothEngines]
    public async Task What_is_no_file_is_refused_with_its_reason(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var analyst = await app.AsAsync(Role.Analyst);
        foreach (var (kind, content) in new[] { ("ged", ""), ("nonsense", Header + "\n"), ("", Header + "\n") })
        {
            using var refused = await UploadAsync(analyst, kind, "a.csv", content);
            ((int)refused.StatusCode).ShouldBeInRange(400, 422, kind);
            (await refused.DocumentAsync()).QuerySelector("[role=alert]").ShouldNotBeNull();
        }
        // What turns out to be no table when it is read says so on its own page; nothing of it is in the record.
        foreach (var content in new[] { "<html><body>Sign in</body></html>", "a,b\n1,2\n", "\u0001\u0002\u0003" })
        {
            var page = await DoneAsync(analyst, await LandAsync(analyst, "ged", "export.xlsx", content));
            page.QuerySelector(".answer")!.TextContent.ShouldContain("Failed");
            page.QuerySelector("[href^='/incidents?import']").ShouldBeNull();
        }
    }

    [Theory, BothEngines]
    public async Task A_file_comes_in_with_its_counts_and_its_rejects_and_goes_again(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var analyst = await app.AsAsync(Role.Analyst);
        var address = await LandAsync(
            analyst,
            "ged",
            "events.csv",
            $"{Header}\n{Row(1)}\n{Row(2, day: "2023-02-30")}\n{Row(3)}\n"
        );
        var page = await DoneAsync(analyst, address);
        Count(page, "created").ShouldBe("2");
        Count(page, "rejected").ShouldBe("1");
        page.QuerySelector("table tbody")!.TextContent.ShouldContain("2023-02-30");
        var rejects = await analyst.GetStringAsync(address + "/rejects");
        rejects.ShouldContain("date_start");
        (await analyst.PageAsync("/incidents")).QuerySelectorAll("table tbody tr").Length.ShouldBe(2);

        using var stranger = app.Stranger();
        (await stranger.GetAsync(address + "/rejects")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var researcher = await app.AsAsync(Role.Researcher);
        (await researcher.GetAsync(address + "/rejects")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        (await analyst.PostFormAsync(address, [], address + "/undo")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await analyst.PageAsync("/incidents")).QuerySelectorAll("table tbody tr").ShouldBeEmpty();
        (await analyst.PostFormAsync("/imports", [], address + "/undo")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory, BothEngines]
    public async Task What_a_person_edited_is_not_undone_without_being_asked(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var analyst = await app.AsAsync(Role.Analyst);
        var address = await LandAsync(analyst, "ged", "events.csv", $"{Header}\n{Row(1)}\n");
        await DoneAsync(analyst, address);
        await app.Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE incident SET edited = @yes", new { yes = true }));
        using var asked = await analyst.PostFormAsync(address, [], address + "/undo");
        asked.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await asked.DocumentAsync()).QuerySelector("input[name=discard]").ShouldNotBeNull();
        (await analyst.PostFormAsync(address, new() { ["discard"] = "true" }, address + "/undo")).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
    }

    [Theory, BothEngines]
    public async Task A_list_of_ones_own_is_mapped_corrected_kept_and_known_the_next_time(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var analyst = await app.AsAsync(Role.Analyst);
        var mapping = await LandAsync(analyst, "csv", "villages.csv", List);
        mapping.ShouldEndWith("/mapping");
        var page = await analyst.PageAsync(mapping);
        Chosen(page, "latitude").ShouldBe("Lat");
        page.QuerySelector(".scroll")!.TextContent.ShouldContain("Issoumbré");

        // Refused: what was chosen stays chosen.
        var fields = FieldsOf(page);
        fields["name"] = "Village list";
        fields["column.date"] = "";
        fields["column.place"] = "Village";
        using var refused = await analyst.PostFormAsync(mapping, fields, mapping);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await refused.DocumentAsync();
        again.QuerySelector("[role=alert]").ShouldNotBeNull();
        Chosen(again, "place").ShouldBe("Village");
        ((IHtmlInputElement)again.QuerySelector("#name")!).Value.ShouldBe("Village list");

        fields["column.date"] = "Day";
        using var landed = await analyst.PostFormAsync(mapping, fields, mapping);
        landed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        Count(await DoneAsync(analyst, landed.Headers.Location!.ToString()), "created").ShouldBe("2");

        var next = await analyst.PageAsync(await LandAsync(analyst, "csv", "villages-april.csv", List));
        ((IHtmlInputElement)next.QuerySelector("#name")!).Value.ShouldBe("Village list");
        Chosen(next, "place").ShouldBe("Village");
    }

    [Theory, BothEngines]
    public async Task An_import_is_stopped_and_goes_on_where_it_was(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var analyst = await app.AsAsync(Role.Analyst);
        var rows = string.Join('\n', Enumerable.Range(1, 12_000).Select(i => Row(i)));
        var address = await LandAsync(analyst, "ged", "long.csv", $"{Header}\n{rows}\n");
        (await analyst.PostFormAsync("/imports", [], address + "/stop")).StatusCode.ShouldBeOneOf(
            HttpStatusCode.Redirect,
            HttpStatusCode.Conflict
        );
        var stopped = await DoneAsync(analyst, address);
        if (stopped.QuerySelector($"form[action='{address}/resume']") is not null)
        {
            (await analyst.PostFormAsync(address, [], address + "/resume")).StatusCode.ShouldBe(
                HttpStatusCode.Redirect
            );
        }
        Count(await DoneAsync(analyst, address, "created", "12,000"), "created").ShouldBe("12,000");
    }

    [Fact]
    public async Task The_pages_speak_french()
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite);
        using var analyst = await app.AsAsync(Role.Analyst);
        analyst.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr");
        var page = await DoneAsync(analyst, await LandAsync(analyst, "ged", "événements.csv", $"{Header}\n{Row(1)}\n"));
        page.DocumentElement.GetAttribute("lang").ShouldBe("fr");
        page.QuerySelector("h1")!.TextContent.ShouldBe("événements.csv");
        page.QuerySelector(".answer")!.TextContent.ShouldContain("Terminé");
    }

    private static string Row(int id, string day = "2017-03-06") =>
        $"{id},3,70,Anti-Balaka,9999,Civilians,1,Bambari town,Ouaka prefecture,5.76,20.67,Central African Republic,1,{day},{day},0,0,3,0,3,3,3";

    private static MultipartFormDataContent Upload(string kind, string name, string content, string? token)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(kind), "kind" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name },
        };
        if (token is not null)
        {
            form.Add(new StringContent(token), "__RequestVerificationToken");
        }
        return form;
    }

    private static async Task<HttpResponseMessage> UploadAsync(
        HttpClient client,
        string kind,
        string name,
        string content
    )
    {
        var page = await client.PageAsync("/imports");
        var token = page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value");
        using var form = Upload(kind, name, content, token);
        return await client.PostAsync("/imports", form);
    }

    /// <returns>Where the upload leads.</returns>
    private static async Task<string> LandAsync(HttpClient client, string kind, string name, string content)
    {
        using var answer = await UploadAsync(client, kind, name, content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>Looks again, as the page itself does, until the import is no longer under way.</summary>
    private static async Task<IHtmlDocument> DoneAsync(
        HttpClient client,
        string address,
        string? count = null,
        string? value = null
    )
    {
        for (var i = 0; ; i++)
        {
            var page = await client.PageAsync(address);
            var underWay = page.QuerySelector("#progress[hx-get]") is not null;
            if (!underWay && (count is null || Count(page, count) == value))
            {
                return page;
            }
            i.ShouldBeLessThan(300, "the import does not end");
            await Task.Delay(100);
        }
    }

    private static string Count(IHtmlDocument page, string name) =>
        page.QuerySelectorAll("dl.counts div")
            .First(d => d.QuerySelector("dt")!.TextContent.Contains(Words[name], StringComparison.OrdinalIgnoreCase))
            .QuerySelector("dd")!
            .TextContent;

    private static readonly Dictionary<string, string> Words = new()
    {
        ["created"] = "created",
        ["rejected"] = "rejected",
    };

    private static string? Chosen(IHtmlDocument page, string field) =>
        ((IHtmlSelectElement)page.QuerySelector($"[name='column.{field}']")!).Value;

    private static Dictionary<string, string> FieldsOf(IHtmlDocument page) =>
        page.QuerySelectorAll("main form select, main form input[name=name]")
            .ToDictionary(
                f => f.GetAttribute("name")!,
                f => f is IHtmlSelectElement select ? select.Value ?? "" : ((IHtmlInputElement)f).Value
            );
}
