using System.Net;
using AngleSharp.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Warn;
using static Toguna.Tests.Respond.MovementForms;

namespace Toguna.Tests.Respond;

/// <summary>Who does not let the mission pass is written down once, as it was said, and counted by who and month.</summary>
public sealed class DenialTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 13, 12, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task Denied_movements_and_objections_are_logged_counted_and_exported(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Noon));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var adviser = await app.AsAsync(Role.ProtectionAdviser);
        using var civil = await app.OfAsync(Component.CivilAffairs, Role.FocalPoint);
        using var analyst = await app.AsAsync(Role.Analyst);
        foreach (var (who, path) in new[] { (analyst, "/movements/denied"), (analyst, Export), (civil, Export) })
        {
            (await who.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
        (
            await RefusedAsync(LogAsync(duty, ("at", "2026-03-13T12:01")), HttpStatusCode.UnprocessableEntity)
        ).ShouldContain("still to come");
        (await RefusedAsync(LogAsync(duty, ("movement", "MV-0009")), HttpStatusCode.NotFound)).ShouldContain("MV-0009");
        (await RefusedAsync(LogAsync(duty, ("kind", "objection")), HttpStatusCode.UnprocessableEntity)).ShouldContain(
            "to which alert or movement"
        );
        var bare = await LogAsync(duty, ("by", ""), ("notified", "perhaps"), ("stated", ""), ("place", ""));
        (await bare.DocumentAsync())
            .QuerySelectorAll(".errsum a")
            .Select(a => a.GetAttribute("href"))
            .ShouldBe(["#by", "#place", "#stated", "#notified"]);

        // A convoy that was stopped does not go, and who rode on it asks again.
        var convoy = await PlanAsync(duty);
        await DoneAsync(JoinAsync(civil, convoy, "CivilAffairs", 2));
        await DoneAsync(LogAsync(civil, ("movement", "MV-0001")));
        (await duty.PageAsync(convoy)).QuerySelector(".answer")!.TextContent.ShouldStartWith("Convoy, denied");
        (await civil.PageAsync("/movements")).QuerySelectorAll("section[aria-labelledby=open] li").Length.ShouldBe(1);
        // An objection to a task, of an alert that not everybody may know of.
        var alert = await AlertForms.RaiseAsync(adviser, ("classification", "2"));
        var task = (await AlertForms.AskAsync(adviser, alert))["tasks/".Length..];
        (await adviser.PageAsync("/movements/denied/new?alert=AL-0001"))
            .QuerySelectorAll("#task option")
            .Length.ShouldBe(2);
        (await duty.PageAsync("/movements/denied/new?alert=AL-0001")).QuerySelector("#task").ShouldBeNull();
        await DoneAsync(
            LogAsync(
                adviser,
                ("kind", "objection"),
                ("alert", "AL-0001"),
                ("task", task),
                ("at", "2026-02-27T09:00"),
                ("stated", "=The army is there already.")
            )
        );
        await DoneAsync(LogAsync(duty, ("by", "armed_group"), ("kind", "obstructed")));
        await DoneAsync(LogAsync(duty, ("exercise", "1")));
        await DoneAsync(LogAsync(duty, ("stated", "Logged twice.")));
        var page = await duty.PageAsync("/movements/denied");
        var mistaken = page.QuerySelectorAll(".lines li")
            .First(l => l.TextContent.Contains("Logged twice.", StringComparison.Ordinal))
            .QuerySelector("form")!
            .GetAttribute("action")!;
        (await civil.PostFormAsync("/movements/denied", new() { ["reason"] = "Mine." }, mistaken)).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await duty.PostFormAsync("/movements/denied", new(), mistaken)).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        await DoneAsync(duty.PostFormAsync("/movements/denied", new() { ["reason"] = "It is DN-0001." }, mistaken));

        page = await duty.PageAsync("/movements/denied");
        page.QuerySelector(".answer")!.TextContent.ShouldStartWith("3 logged, 2 of them by the host state.");
        page.QuerySelectorAll("tbody tr")
            .Select(r => string.Join(' ', r.QuerySelectorAll("td").Select(d => d.TextContent)))
            .ShouldBe(["1 1 0 2", "1 0 0 1"]);
        page.Body!.TextContent.ShouldNotContain("AL-0001");
        (await adviser.PageAsync("/movements/denied")).QuerySelectorAll($"a[href='{alert}']").Length.ShouldBe(1);

        var file = (await adviser.GetStringAsync(Export)).TrimStart('\uFEFF').TrimEnd().Split("\r\n");
        file.Length.ShouldBe(6);
        file[0].ShouldStartWith("denial,kind,by,by_whom,at,place,stated_reason,notified,movement,alert");
        file[1]
            .ShouldBe(
                "DN-0001,denied,host_state,post at the ford,2026-03-13T08:30:00.000Z,Konna,No order from the governor.,yes,MV-0001,,2026-03-13T12:00:00.000Z,counted"
            );
        // What a spreadsheet would take for a formula is none.
        file[2].ShouldContain("'=The army is there already.");
        file[2].ShouldContain(",AL-0001,");
        file[4].ShouldEndWith("exercise");
        file[5].ShouldEndWith("struck_out");
        (await duty.GetStringAsync(Export)).ShouldNotContain("AL-0001");
        await using var c = await app.Database.OpenAsync();
        (await c.QuerySingleAsync<long>("SELECT count(*) FROM audit_entry WHERE action = 'denials.exported'")).ShouldBe(
            2
        );
        // Once written, it stands.
        await Should.ThrowAsync<Exception>(() => c.ExecuteAsync("UPDATE denial SET stated = 'x' WHERE number = 1"));
        await Should.ThrowAsync<Exception>(() => c.ExecuteAsync("DELETE FROM denial"));
    }

    private const string Export = "/movements/denied/export";

    private static Task<HttpResponseMessage> LogAsync(HttpClient who, params (string Field, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>
        {
            ["kind"] = "denied",
            ["by"] = "host_state",
            ["by_text"] = "post at the ford",
            ["place"] = "Konna",
            ["at"] = "2026-03-13T08:30",
            ["notified"] = "yes",
            ["stated"] = "No order from the governor.",
        };
        foreach (var (field, value) in changes)
        {
            fields[field] = value;
        }
        return who.PostFormAsync("/movements/denied/new", fields);
    }
}
