using System.Net;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Mandate;

/// <summary>The political timeline through its page.</summary>
public sealed class ContextTests
{
    [Theory, BothEngines]
    public async Task Who_may_not_write_reads_it_and_changes_nothing(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var researcher = await app.AsAsync(Role.Researcher);
        var page = await researcher.PageAsync("/context");
        page.QuerySelector("form[action='/context']").ShouldBeNull();
        page.QuerySelector(".empty").ShouldNotBeNull();
        (await researcher.PostFormAsync("/account", Fields(), "/context")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        using var analyst = await app.AsAsync(Role.Analyst);
        (await analyst.PostFormAsync("/context", [], $"/context/{Guid.NewGuid()}/remove")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Theory, BothEngines]
    public async Task What_cannot_be_read_comes_back_as_typed_with_its_reason(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var analyst = await app.AsAsync(Role.Analyst);
        foreach (
            var (field, value) in new[]
            {
                ("from", "2031-02-30"),
                ("to", "2030"),
                ("kind", "party"),
                ("label", ""),
                ("label", new string('x', 400)),
            }
        )
        {
            using var refused = await analyst.PostFormAsync("/context", Fields((field, value)), "/context");
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, field);
            var page = await refused.DocumentAsync();
            page.QuerySelector($"#{field}-e").ShouldNotBeNull();
            page.QuerySelector("#source")!.GetAttribute("value").ShouldBe("radio");
        }
        (await analyst.PageAsync("/context")).QuerySelectorAll("tbody tr").ShouldBeEmpty();
    }

    [Theory, BothEngines]
    public async Task An_event_is_added_shown_in_both_languages_removed_and_audited(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var analyst = await app.AsAsync(Role.Analyst);
        (await analyst.PostFormAsync("/context", Fields(), "/context")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await analyst.PageAsync("/context");
        page.QuerySelector("tbody tr")!.TextContent.ShouldContain("1 Mar 2031 – 31 Mar 2031");
        page.QuerySelector("tbody bdi")!.TextContent.ShouldBe("<b>regional</b> elections");
        await analyst.PostFormAsync("/context", [], page.QuerySelector("tbody form")!.GetAttribute("action"));
        (await analyst.PageAsync("/context")).QuerySelectorAll("tbody tr").ShouldBeEmpty();
        await using var c = await app.Database.OpenAsync();
        (
            await c.QueryAsync<string>("SELECT action FROM audit_entry WHERE action LIKE 'context.%' ORDER BY seq")
        ).ShouldBe(["context.added", "context.removed"]);
    }

    private static Dictionary<string, string> Fields(params (string Name, string Value)[] other)
    {
        var fields = new Dictionary<string, string>
        {
            ["from"] = "2031-03",
            ["to"] = "2031-03",
            ["kind"] = "election",
            ["label"] = "<b>regional</b> elections",
            ["label-fr"] = "élections régionales",
            ["source"] = "radio",
        };
        foreach (var (name, value) in other)
        {
            fields[name] = value;
        }
        return fields;
    }
}
