using System.Net;
using AngleSharp.Dom;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;
using Toguna.Record;
using Toguna.Record.Incidents;
using Toguna.Record.Rearrangements;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Rearrangements;

/// <summary>Records of one event become one: nothing is added up, nothing is lost, and undo brings all back as it was.</summary>
public sealed class MergeIncidentsTests
{
    private static readonly string[] Tables =
    [
        "incident",
        "party",
        "act",
        "attribution",
        "casualties",
        "victim",
        "incident_key",
        "incident_report",
        "verification",
    ];

    [Theory, BothEngines]
    public async Task Who_may_not_and_what_is_not_there_are_refused(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var duty = await desk.AsAsync(Role.DutyOfficer);
        (await duty.GetAsync("/incidents/merge?id=INC-0001")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await duty.GetAsync("/changes")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        await RecordAsync(officer, ("classification", "2"));
        using var analyst = await desk.AsAsync(Role.Analyst);
        await RecordAsync(analyst);
        var hidden = await PageAsync(await analyst.GetAsync("/incidents/merge?id=INC-0002&with=INC-0001"));
        hidden.QuerySelector(".errsum")!.TextContent.ShouldContain("INC-0001");
        hidden.QuerySelector("input[name=survivor]").ShouldBeNull();
        (await analyst.GetAsync("/incidents/merge?id=INC-0002")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await analyst.GetAsync("/changes/" + Guid.NewGuid())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await analyst.GetAsync("/incidents/INC-0001")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothEngines]
    public async Task A_merge_without_reason_or_on_what_was_changed_meanwhile_is_refused_with_its_choices(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var analyst = await desk.AsAsync(Role.Analyst);
        await RecordAsync(analyst);
        await RecordAsync(analyst, ("title", "Attack"));
        var form = Fields(await PageAsync(await analyst.GetAsync("/incidents/merge?id=1&id=2")));
        form["from.title"] = await IdAsync(desk, 2);
        (await PostAsync(analyst, form)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        form["why"] = "One event";
        await SendAsync(analyst, "/incidents/2/edit", ("title", "Attack by riders"), ("why", "better"));
        var late = await PostAsync(analyst, form);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await PageAsync(late);
        Fields(page)["from.title"].ShouldBe(await IdAsync(desk, 2));
        Fields(page)["why"].ShouldBe("One event");
        page.QuerySelector("table")!.TextContent.ShouldContain("Attack by riders");
        (await CountAsync(desk, "incident")).ShouldBe(2);
    }

    [Theory, BothEngines]
    public async Task The_survivor_has_all_of_both_once_and_undo_brings_both_back_exactly(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var analyst = await desk.AsAsync(Role.Analyst);
        await TwoAsync(desk, analyst);
        var before = await DumpAsync(desk);
        (await SampleRecord.CountAsync(analyst, "q=market")).ShouldBe(2);
        await MergeAsync(desk, analyst, ("widest", "1"));

        (await SampleRecord.CountAsync(analyst, "q=market")).ShouldBe(1);
        (await SampleRecord.CountAsync(analyst, "actor=Oumri Guard")).ShouldBe(1);
        var killed = await KilledAsync(analyst);
        killed.ShouldBe("12|11|30", "widest bounds, the survivor's best, nothing added");
        var gone = await analyst.GetAsync("/incidents/INC-0002");
        gone.StatusCode.ShouldBe(HttpStatusCode.Found);
        var page = await PageAsync(await analyst.GetAsync(gone.Headers.Location!.ToString()));
        page.QuerySelector("h1")!.TextContent.ShouldBe("Raid on the market");
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("INC-0002");
        page.QuerySelector("main")!.TextContent.ShouldContain("INC-0002: killed 20 – 25 – 30");
        page.QuerySelectorAll("pre.verbatim").Length.ShouldBe(2);
        page.QuerySelector(".time")!.TextContent.ShouldContain("Same market, same dawn");
        page.QuerySelector("main table")!.TextContent.ShouldContain("Oumri Guard");
        (await analyst.GetStringAsync("/incidents/export?format=csv")).ShouldNotContain("INC-0002");
        (await CountAsync(desk, "audit_entry WHERE action = 'incident.merged'")).ShouldBe(1);

        (await UndoAsync(desk, analyst)).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await DumpAsync(desk)).ShouldBe(before);
        (await SampleRecord.CountAsync(analyst, "q=market")).ShouldBe(2);
        (await analyst.GetAsync("/incidents/INC-0002")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await UndoAsync(desk, analyst)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CountAsync(desk, "audit_entry WHERE action = 'incident.unmerged'")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task Undo_is_refused_by_name_where_the_survivor_was_edited_since(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var analyst = await desk.AsAsync(Role.Analyst);
        await TwoAsync(desk, analyst);
        await MergeAsync(desk, analyst);
        await SendAsync(analyst, "/incidents/1/edit", ("title", "Ambush"), ("why", "better"));
        var refused = await UndoAsync(desk, analyst);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PageAsync(refused)).QuerySelector(".errsum")!.TextContent.ShouldContain("INC-0001 (analyst.1");
        (await CountAsync(desk, "incident")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task Either_list_finds_the_survivor_again_and_its_import_cannot_be_undone_under_it(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var analyst = await desk.AsAsync(Role.Analyst);
        var first = await ImportAsync(desk, "one", "a,Market of Tolmé,2031-03-06,4\nb,Elsewhere,2031-04-01,1");
        var second = await ImportAsync(desk, "two", "x,Tolmé market,2031-03-06,9");
        await MergeAsync(desk, analyst, [1, 3]);
        (await CountAsync(desk, "incident")).ShouldBe(2);
        await ImportAsync(desk, "two", "x,Tolmé market again,2031-03-06,10");
        await ImportAsync(desk, "one", "a,Market of Tolmé,2031-03-06,5\nb,Elsewhere,2031-04-01,1");
        (await CountAsync(desk, "incident")).ShouldBe(2);
        (await KilledAsync(analyst)).ShouldBe("5", "best 4 of the survivor and 1 of the other");
        foreach (var import in new[] { first, second })
        {
            var refused = await Should.ThrowAsync<ProblemException>(() =>
                desk
                    .Services.GetRequiredService<ImportService>()
                    .UndoAsync(import, Caller.CommandLine, discardEdits: true)
            );
            refused.Problem.Code.ShouldBeOneOf("record.import_merged", "gather.undone_later");
        }
    }

    [Fact]
    public void Figures_are_those_of_one_record_or_the_widest_and_never_a_sum()
    {
        var (a, b) = (Record(1, new(4, 6, 8)), Record(2, new(null, 12, 15)));
        var chosen = DecideMerge.Decide(
            a,
            [b],
            new(new Dictionary<string, Guid> { ["figures"] = b.Incident.IncidentId }),
            Guid.NewGuid
        );
        DecideMerge.Killed(chosen.Incident).ShouldBe(new Bounds(null, 12, 15));
        chosen.Casualties.ShouldBe(b.Casualties);
        var widest = DecideMerge.Decide(a, [b], new(new Dictionary<string, Guid>(), Widest: true), Guid.NewGuid);
        DecideMerge.Killed(widest.Incident).ShouldBe(new Bounds(4, 6, 15));
        CasualtySums.Of(widest.Casualties).Killed.ShouldBe(new Bounds(4, 6, 15));
        widest.Incident.Classification.ShouldBe(2);
        DecideMerge.Killed(a.Incident).ShouldBe(new Bounds(4, 6, 8), "the records themselves are not touched");
    }

    private static IncidentSnapshot Record(int classification, Bounds killed) =>
        new()
        {
            Incident = new IncidentFacts
            {
                IncidentId = Guid.NewGuid(),
                Title = "x",
                Classification = classification,
                KilledMin = killed.Minimum,
                KilledBest = killed.Best,
                KilledMax = killed.Maximum,
            },
            Casualties =
            [
                new CasualtiesFacts
                {
                    CasualtiesId = Guid.NewGuid(),
                    Outcome = "killed",
                    Minimum = killed.Minimum,
                    Best = killed.Best,
                    Maximum = killed.Maximum,
                },
            ],
        };

    private static async Task TwoAsync(TestApp desk, HttpClient analyst)
    {
        await RecordAsync(analyst);
        await RecordAsync(
            analyst,
            ("title", "Market attacked"),
            ("act.0.by", "Oumri Guard"),
            ("casualties.0.min", "20"),
            ("casualties.0.best", "25"),
            ("casualties.0.max", "30"),
            ("note", "From the other list"),
            ("report", "Another account.")
        );
        await SendAsync(
            analyst,
            "/incidents/2/finding",
            ("finding", "under"),
            ("independence", "kept with the incident")
        );
        (await CountAsync(desk, "incident")).ShouldBe(2);
    }

    private static async Task MergeAsync(TestApp desk, HttpClient analyst, params (string, string)[] choices)
    {
        var form = Fields(await PageAsync(await analyst.GetAsync("/incidents/merge?id=1&id=2")));
        form["why"] = "Same market, same dawn";
        form["survivor"] = await IdAsync(desk, 1);
        foreach (var (field, value) in choices)
        {
            form[field] = value;
        }
        foreach (var _ in new[] { 1, 2 })
        {
            var answer = await PostAsync(analyst, form);
            answer.StatusCode.ShouldBe(HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
        }
        (await CountAsync(desk, "rearrangement")).ShouldBe(1, "sent twice, merged once");
    }

    private static async Task MergeAsync(TestApp desk, HttpClient analyst, int[] numbers)
    {
        var address = "/incidents/merge?" + string.Join('&', numbers.Select(n => $"id={n}"));
        var form = Fields(await PageAsync(await analyst.GetAsync(address)));
        form["why"] = "One event";
        form["survivor"] = await IdAsync(desk, numbers[0]);
        var ids = numbers.Select(n =>
            KeyValuePair.Create("id", n.ToString(System.Globalization.CultureInfo.InvariantCulture))
        );
        var answer = await analyst.PostAsync(
            "/incidents/merge",
            new FormUrlEncodedContent(form.Where(f => f.Key != "id").Concat(ids))
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A dictionary holds one id only; a browser sends both.</summary>
    private static Task<HttpResponseMessage> PostAsync(HttpClient client, Dictionary<string, string> form) =>
        client.PostAsync(
            "/incidents/merge",
            new FormUrlEncodedContent(
                form.Where(f => f.Key != "id").Append(new("id", "INC-0001")).Append(new("id", "INC-0002"))
            )
        );

    private static async Task<HttpResponseMessage> UndoAsync(TestApp desk, HttpClient client)
    {
        await using var c = await desk.Database.OpenAsync();
        var id = await c.QuerySingleAsync<Guid>("SELECT rearrangement_id FROM rearrangement");
        var page = await PageAsync(await client.GetAsync($"/changes/{id}"));
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await client.PostAsync(
            $"/changes/{id}/undo",
            new FormUrlEncodedContent([new("__RequestVerificationToken", token)])
        );
    }

    private static async Task<string> IdAsync(TestApp desk, int number)
    {
        await using var c = await desk.Database.OpenAsync();
        return (
            await c.QuerySingleAsync<Guid>("SELECT incident_id FROM incident WHERE number = @number", new { number })
        ).ToString();
    }

    private static async Task<string> KilledAsync(HttpClient client)
    {
        var json = System.Text.Json.JsonDocument.Parse(await client.GetStringAsync("/api/totals"));
        return string.Join(
            '|',
            new[] { "minimum", "best", "maximum" }
                .Select(b => json.RootElement.GetProperty("killed").GetProperty(b))
                .Where(b => b.ValueKind == System.Text.Json.JsonValueKind.Number)
                .Select(b => b.GetInt64())
        );
    }

    /// <summary>All that the record holds of its incidents, save how often each was changed.</summary>
    private static async Task<string> DumpAsync(TestApp desk)
    {
        await using var c = await desk.Database.OpenAsync();
        var lines = new List<string>();
        foreach (var table in Tables)
        {
            var rows = await c.QueryAsync($"SELECT * FROM {table}");
            lines.AddRange(
                rows.Cast<IDictionary<string, object?>>()
                    .Select(r =>
                        $"{table}: "
                        + string.Join(
                            "|",
                            r.Where(f => f.Key != "version")
                                .Select(f => f.Key + "=" + (f.Value is byte[] b ? Convert.ToHexString(b) : f.Value))
                        )
                    )
                    .Order(StringComparer.Ordinal)
            );
        }
        return string.Join('\n', lines);
    }

    private static async Task<Guid> ImportAsync(TestApp desk, string list, string rows)
    {
        var path = Path.Combine(desk.DataFolder, $"{list}-{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(path, "id,place,date,killed\n" + rows + "\n");
        var imports = desk.Services.GetRequiredService<ImportService>();
        var mapping =
            $$$"""{"name":"{{{list}}}","columns":{"id":"id","place":"place","date":"date","killed":"killed"}}""";
        var id = await imports.QueueAsync("csv", path, list + ".csv", mapping, Caller.CommandLine);
        await imports.RunAsync(id);
        return id;
    }
}
