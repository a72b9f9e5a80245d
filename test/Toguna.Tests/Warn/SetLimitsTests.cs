using System.Net;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Warn;

/// <summary>The mission sets its limits; an alert keeps those under which it was issued.</summary>
public sealed class SetLimitsTests
{
    private const string Page = "/administration/clocks";
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 6, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task What_is_set_holds_for_alerts_that_come(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var admin = await app.AsAsync(Role.Administrator);
        (await duty.GetAsync(Page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await RaiseAsync(duty, ("title", "Before"));

        var refused = await admin.PostFormAsync(Page, Limits(("act-1", "0"), ("decide-2", "5"), ("act-3", "soon")));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await refused.DocumentAsync();
        page.QuerySelectorAll(".errsum a")
            .Select(a => a.GetAttribute("href"))
            .ShouldBe(["#act-1", "#decide-2", "#act-3"]);
        page.QuerySelector("#act-3")!.GetAttribute("value").ShouldBe("soon");
        page.QuerySelector(".errsum")!.TextContent.ShouldContain("“soon” is no limit; give 1 to 129600 minutes.");

        (await admin.PostFormAsync(Page, Limits(("act-1", "90")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await admin.PageAsync(Page)).QuerySelector("#act-1")!.GetAttribute("value").ShouldBe("90");
        await RaiseAsync(duty, ("title", "After"));
        await using var c = await app.Database.OpenAsync();
        (await c.QueryAsync<DateTimeOffset>("SELECT act_due FROM alert ORDER BY number")).ShouldBe([
            Dawn.AddHours(3),
            Dawn.AddMinutes(90),
        ]);
        (await c.QuerySingleAsync<long>("SELECT count(*) FROM audit_entry WHERE action = 'alert.limits_set'")).ShouldBe(
            1
        );
    }

    private static Dictionary<string, string> Limits(params (string Field, string Value)[] changes)
    {
        var all = new Dictionary<string, string>
        {
            ["acknowledge-1"] = "15",
            ["decide-1"] = "60",
            ["act-1"] = "180",
            ["acknowledge-2"] = "120",
            ["decide-2"] = "720",
            ["act-2"] = "2880",
            ["acknowledge-3"] = "1440",
            ["decide-3"] = "4320",
            ["act-3"] = "20160",
        };
        foreach (var (field, value) in changes)
        {
            all[field] = value;
        }
        return all;
    }
}
