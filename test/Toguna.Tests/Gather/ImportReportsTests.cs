using System.Net;
using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Gather.Imports;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Gather;

/// <summary>A mission's list of messages: each row a report that is never edited, linked to the incident it names.</summary>
public sealed class ImportReportsTests
{
    private const string Header = "id,received,source,reliability,channel,language,text,credibility,supersedes,about";

    private const string Events =
        "id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,where_prec,where_coordinates,adm_1,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low\n"
        + "1,3,70,Front,9999,Civilians,1,Sanavel,Velna,-24.3,-18.6,Tanvara,1,2025-03-06,2025-03-06,0,0,3,0,3,3,3\n";

    private static string Row(
        string id,
        string text = "Armed men at Sanavel.",
        string received = "2025-03-06T05:41:00Z",
        string source = "WREN-03",
        string reliability = "B",
        string supersedes = "",
        string about = ""
    ) => $"{id},{received},{source},{reliability},sms,en,{text},2,{supersedes},{about}";

    [Theory, BothEngines]
    public async Task A_column_that_is_not_known_refuses_the_file_by_its_name(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var unknown = await ImportAsync(app, Header + ",telephone\n" + Row("R-1") + ",0770\n");
        unknown.State.ShouldBe(ImportState.Failed);
        unknown.Message!.ShouldContain("telephone");
        var missing = await ImportAsync(app, "id,received,source,channel\nR-1,2025-03-06T05:41:00Z,WREN-03,sms\n");
        missing.State.ShouldBe(ImportState.Failed);
        missing.Message!.ShouldContain("text");
        (await CountAsync(app, "report")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task Each_bad_row_is_rejected_by_column_and_value_and_the_good_ones_land(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        (string Row, string Column, string Value)[] bad =
        [
            (Row("R-1", received: "2025-03-06 05:41"), "received", "2025-03-06 05:41"),
            (Row("R-2", received: "2025-02-30T05:41:00Z"), "received", "2025-02-30T05:41:00Z"),
            (Row("R-3", received: "06/03/2025"), "received", "06/03/2025"),
            (Row("R-4", reliability: "G"), "reliability", "G"),
            (Row("R-5").Replace(",sms,", ",pigeon,"), "channel", "pigeon"),
            (Row("R-6").Replace(",en,", ",English,"), "language", "English"),
            (Row("R-7").Replace(",2,,", ",7,,"), "credibility", "7"),
            (Row("R-8", supersedes: "R-404"), "supersedes", "R-404"),
            (Row("R-9", supersedes: "R-9"), "supersedes", "R-9"),
            (Row("R-10", supersedes: "R-20"), "supersedes", "R-20"),
            (Row("R-12", about: "ucdp-ged:404"), "about", "ucdp-ged:404"),
            (Row("R-13", about: "INC"), "about", "INC"),
            (Row("R-14", text: ""), "text", ""),
            (Row("R-15", source: ""), "source", ""),
            (Row("R-16", source: "WREN\u202E30"), "source", "WREN\u202E30"),
            (Row(""), "id", ""),
            (Row("R-11"), "id", "R-11"),
        ];
        var import = await ImportAsync(
            app,
            Header + "\n" + Row("R-11") + "\n" + Lines(bad.Select(b => b.Row).Append(Row("R-20")))
        );
        (import.State, import.Created, import.Rejected).ShouldBe((ImportState.Done, 2, bad.Length));
        await using var c = await app.Database.OpenAsync();
        var rejects = (await c.QueryAsync<RejectRow>("SELECT * FROM import_reject ORDER BY line")).ToList();
        rejects.Select(r => (r.ColumnName ?? "", r.Value ?? "")).ShouldBe(bad.Select(b => (b.Column, b.Value)));
        rejects.ShouldAllBe(r => r.Reason.Length > 10 && r.RowText!.Contains(','));
        var file = await File.ReadAllTextAsync(Path.Combine(app.DataFolder, import.RejectsFile!));
        file.ShouldContain("R-404");
    }

    [Theory, BothEngines]
    public async Task A_report_keeps_who_when_how_and_what_and_its_source_is_made_once(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var import = await ImportAsync(
            app,
            Header + "\n" + Lines([Row("R-1", received: "2025-03-06T06:41+01:00"), Row("R-2", supersedes: "R-1")])
        );
        (import.Created, import.Rejected).ShouldBe((2, 0));
        await using var c = await app.Database.OpenAsync();
        var rows = (
            await c.QueryAsync<ReportRow>(
                "SELECT r.*, s.code_name, s.kind, s.reliability AS source_grade FROM report r JOIN source s ON s.source_id = r.source_id ORDER BY r.external_id"
            )
        ).ToList();
        rows[0].Verbatim.ShouldBe("Armed men at Sanavel.");
        rows[0].ReceivedAt.ShouldBe(new DateTimeOffset(2025, 3, 6, 5, 41, 0, TimeSpan.Zero));
        (rows[0].Channel, rows[0].Language, rows[0].Credibility).ShouldBe(("sms", "en", 2));
        (rows[0].CodeName, rows[0].Kind, rows[0].SourceGrade).ShouldBe(("WREN-03", "person", "B"));
        rows[1].SupersedesId.ShouldBe(rows[0].ReportId);
        (await CountAsync(app, "source")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task The_same_file_again_changes_nothing_and_a_changed_row_supersedes(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var file = Header + "\n" + Lines([Row("R-1"), Row("R-2", supersedes: "R-1")]);
        var first = await ImportAsync(app, file);
        var again = await ImportAsync(app, file);
        (again.Created, again.Updated, again.Unchanged, again.Rejected).ShouldBe((0, 0, 2, 0));

        var changed = file.Replace("R-2,2025-03-06T05:41", "R-2,2025-03-06T09:00");
        var revised = await ImportAsync(app, changed);
        (revised.Created, revised.Updated, revised.Unchanged).ShouldBe((0, 1, 1));
        (await ImportAsync(app, changed)).Unchanged.ShouldBe(2);
        (await CountAsync(app, "report")).ShouldBe(3);

        // The earlier import cannot go while a later report supersedes one of its own.
        var imports = app.Services.GetRequiredService<ImportService>();
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            imports.UndoAsync(first.ImportId, Caller.CommandLine, false)
        );
        refused.Problem.Code.ShouldBe("gather.superseded_later");
        await imports.UndoAsync(revised.ImportId, Caller.CommandLine, false);
        (await imports.UndoAsync(first.ImportId, Caller.CommandLine, false)).Removed.ShouldBe(2);
        (await CountAsync(app, "report")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task What_it_is_about_rests_on_it_also_when_that_is_said_later_and_undo_takes_it_back(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await ImportAsync(app, Events, "ged");
        await ImportAsync(app, Header + "\n" + Lines([Row("R-1", about: "ucdp-ged:1"), Row("R-2")]));
        (await CountAsync(app, "incident_report")).ShouldBe(2);
        var later = await ImportAsync(
            app,
            Header + "\n" + Lines([Row("R-1", about: "ucdp-ged:1"), Row("R-2", about: "ucdp-ged:1")])
        );
        (later.Created, later.Updated, later.Unchanged).ShouldBe((0, 1, 1));
        (await CountAsync(app, "incident_report")).ShouldBe(3);
        (await CountAsync(app, "report")).ShouldBe(3);

        var imports = app.Services.GetRequiredService<ImportService>();
        await imports.UndoAsync(later.ImportId, Caller.CommandLine, false);
        (await CountAsync(app, "incident_report")).ShouldBe(2);
        (await CountAsync(app, "report")).ShouldBe(3);
        var first = (await imports.ListAsync(0, 10)).Single(i => i.Kind == "reports" && i.State == ImportState.Done);
        await imports.UndoAsync(first.ImportId, Caller.CommandLine, false);
        (await CountAsync(app, "incident_report")).ShouldBe(1);
        (await CountAsync(app, "incident")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task An_incident_that_who_imports_may_not_know_of_is_unknown(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await ImportAsync(app, Events, "ged");
        foreach (var secret in new[] { "classification = 2", "classification = 0, exercise = @yes" })
        {
            await app.Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE incident SET " + secret, new { yes = true }));
            var import = await ImportAsync(app, Header + "\n" + Row("R-1", about: "ucdp-ged:1") + "\n");
            (import.Created, import.Rejected).ShouldBe((0, 1));
        }
    }

    [Theory, BothEngines]
    public async Task A_source_is_graded_as_its_newest_report_says_and_each_report_as_it_came(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await ImportAsync(
            app,
            Header
                + "\n"
                + Lines([
                    Row("R-1"),
                    Row("R-2", received: "2025-09-01T00:00:00Z", reliability: "D"),
                    Row("R-3", received: "2025-04-01T00:00:00Z", reliability: "C"),
                ])
        );
        var late = await ImportAsync(
            app,
            Header + "\n" + Row("R-4", received: "2026-01-01T00:00:00Z", reliability: "E") + "\n"
        );
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<string>("SELECT reliability FROM source")).ShouldBe("E");
        (await c.QueryAsync<string>("SELECT reliability FROM report ORDER BY external_id")).ShouldBe([
            "B",
            "D",
            "C",
            "E",
        ]);
        await app
            .Services.GetRequiredService<ImportService>()
            .UndoAsync(late.ImportId, Caller.CommandLine, discardEdits: false);
        (await c.ExecuteScalarAsync<string>("SELECT reliability FROM source")).ShouldBe("D");
    }

    [Theory, BothEngines]
    public async Task A_stopped_import_goes_on_where_it_was(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var rows = Enumerable
            .Range(1, 9_000)
            .Select(i =>
                Row(
                    $"R-{i}",
                    supersedes: i % 1000 == 0 ? "R-404404"
                        : i > 4_500 ? $"R-{i - 4_499}"
                        : ""
                )
            );
        var path = await FileAsync(app, Header + "\n" + Lines(rows));
        var imports = app.Services.GetRequiredService<ImportService>();
        var id = await imports.QueueAsync("reports", path, "reports.csv", null, Caller.CommandLine);
        using var stop = new CancellationTokenSource();
        var stopped = await imports.RunAsync(id, new StopAfterFirst(stop), ct: stop.Token);
        stopped.State.ShouldBe(ImportState.Cancelled);
        stopped.RowsRead.ShouldBeInRange(1, 8_999);
        var end = await imports.RunAsync(id);
        // Nine name a report that is nowhere; four of those would have been corrected further down.
        (end.State, end.RowsRead, end.Created, end.Rejected).ShouldBe((ImportState.Done, 9_000, 8_987, 13));
        (await CountAsync(app, "report")).ShouldBe(8_987);
    }

    [Theory, BothEngines]
    public async Task The_page_of_an_incident_shows_the_message_with_source_grade_channel_and_time(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await ImportAsync(app, Events, "ged");
        const string Hostile = "\"=HYPERLINK(\"\"http://x\"\") <script>alert(1)</script> \u202Egnorw\n-2+3\"";
        var longest = new string('é', 10_000);
        await ImportAsync(
            app,
            Header
                + "\n"
                + Lines([
                    Row("R-1", text: Hostile, about: "ucdp-ged:1"),
                    Row("R-2", text: longest, source: "LARK-02", about: "ucdp-ged:1").Replace(",sms,en,", ",phone,fr,"),
                ])
        );
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<string>("SELECT verbatim FROM report WHERE external_id = 'R-1'")).ShouldBe(
            "=HYPERLINK(\"http://x\") <script>alert(1)</script> \u202Egnorw\n-2+3"
        );
        (await c.ExecuteScalarAsync<string>("SELECT verbatim FROM report WHERE external_id = 'R-2'")).ShouldBe(longest);

        using var analyst = await app.AsAsync(Role.Analyst);
        var page = await analyst.PageAsync("/incidents/INC-0001");
        var messages = page.QuerySelectorAll("article").Where(a => a.TextContent.Contains("R-")).ToList();
        messages.Count.ShouldBe(2);
        var first = messages.Single(m => m.TextContent.Contains("R-1"));
        first.QuerySelector("h3")!.TextContent.ShouldContain("WREN-03");
        first.TextContent.ShouldContain("Reliability of the source: B");
        first.TextContent.ShouldContain("Credibility of the information: 2");
        first.TextContent.ShouldContain("text message");
        first.TextContent.ShouldContain("6 Mar 2025");
        first.QuerySelector("script").ShouldBeNull();
        messages.Single(m => m.TextContent.Contains("R-2")).QuerySelector("pre[lang=fr]").ShouldNotBeNull();
    }

    [Theory, BothEngines]
    public async Task An_analyst_imports_them_by_the_page(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var researcher = await app.AsAsync(Role.Researcher);
        (await researcher.GetAsync("/imports")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var analyst = await app.AsAsync(Role.Analyst);
        var form = await analyst.PageAsync("/imports");
        form.QuerySelector("[value=reports]").ShouldNotBeNull();
        var token = form.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var upload = new MultipartFormDataContent
        {
            { new StringContent("reports"), "kind" },
            { new StringContent(token), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(Header + "\n" + Row("R-1") + "\n")), "file", "messages.csv" },
        };
        using var landed = await analyst.PostAsync("/imports", upload);
        landed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var address = landed.Headers.Location!.ToString();
        for (var i = 0; i < 100 && await CountAsync(app, "report") == 0; i++)
        {
            await Task.Delay(50);
        }
        var page = await analyst.PageAsync(address);
        page.Body!.TextContent.ShouldContain("messages of a mission");
        page.QuerySelector("[href^='/incidents?import']").ShouldBeNull();
        (await CountAsync(app, "report")).ShouldBe(1);
    }

    private static string Lines(IEnumerable<string> rows) => string.Join('\n', rows) + "\n";

    private static async Task<long> CountAsync(TestApp app, string table)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}");
    }

    private static async Task<string> FileAsync(TestApp app, string content)
    {
        var path = Path.Combine(app.DataFolder, $"file-{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(path, content);
        return path;
    }

    private static async Task<ImportRow> ImportAsync(TestApp app, string content, string kind = "reports")
    {
        var imports = app.Services.GetRequiredService<ImportService>();
        var path = await FileAsync(app, content);
        return await imports.RunAsync(await imports.QueueAsync(kind, path, "file.csv", null, Caller.CommandLine));
    }

    private sealed class StopAfterFirst(CancellationTokenSource stop) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => stop.Cancel();
    }

    private sealed class ReportRow
    {
        public Guid ReportId { get; init; }
        public string Verbatim { get; init; } = "";
        public DateTimeOffset ReceivedAt { get; init; }
        public string Channel { get; init; } = "";
        public string? Language { get; init; }
        public int? Credibility { get; init; }
        public Guid? SupersedesId { get; init; }
        public string CodeName { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? SourceGrade { get; init; }
    }
}
