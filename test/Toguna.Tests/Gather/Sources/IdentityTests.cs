using System.Net;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Foundation.Sealing;
using static Toguna.Tests.Gather.Sources.SourceForms;

namespace Toguna.Tests.Gather.Sources;

/// <summary>Who a source is: sealed, read for a purpose, found by exactly what was sealed, and known to nobody else.</summary>
public sealed class IdentityTests
{
    private const string Hawa = "Hawa Cissé, 0770 55 12 34";

    [Theory, BothEngines]
    public async Task Who_may_not_open_identities_neither_seals_reads_nor_searches_them(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        var source = await duty.MakeAsync("WREN-03");
        await officer.SendAsync(source, "identity", ("identity", Hawa));

        (await duty.GetAsync("/sources/find")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (string Form, string Field, string Value)[] forms =
        [
            ("identity", "identity", "Somebody else"),
            ("identity/read", "purpose", nameof(ReadPurpose.Contact)),
        ];
        foreach (var (form, field, value) in forms)
        {
            (await duty.SendAsync(source, form, (field, value))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, form);
        }
        (
            await duty.SendAsync("/sources", "find", ("identity", Hawa), ("purpose", nameof(ReadPurpose.Matching)))
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var made = await duty.PostFormAsync(
            "/sources/new",
            new()
            {
                ["code_name"] = "WREN-04",
                ["kind"] = "person",
                ["reliability"] = "F",
                ["identity"] = Hawa,
            }
        );
        made.StatusCode.ShouldBe(HttpStatusCode.Forbidden, "a name is not dropped in silence");
        (await duty.PageAsync("/sources?q=wren-04")).QuerySelector(".empty").ShouldNotBeNull();

        var page = await duty.PageAsync(source);
        page.QuerySelector("h1 .sealed")!.TextContent.ShouldStartWith("WREN-03-");
        page.QuerySelector("[name=identity], [name=purpose]").ShouldBeNull();
        page.QuerySelector("a[href^='/destruction']").ShouldBeNull();
        (await app.AuditAsync(IdOf(source))).Actions.ShouldBe("source.made source.graded source.identity_sealed");
    }

    [Theory, BothEngines]
    public async Task An_identity_is_read_and_found_for_a_purpose_and_stands_nowhere_in_clear(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        using var made = await officer.PostFormAsync(
            "/sources/new",
            new()
            {
                ["code_name"] = "WREN-03",
                ["kind"] = "person",
                ["reliability"] = "C",
                ["identity"] = "Modibo Sangaré",
            }
        );
        var source = made.Headers.Location!.ToString();
        var (_, empty) = await RefusedAsync(await officer.SendAsync(source, "identity", ("identity", " ")));
        empty.ShouldContain("expected a text");
        (_, var purposes) = await RefusedAsync(await officer.SendAsync(source, "identity/read", ("purpose", "0")));
        purposes.ShouldContain("“0” is none of the choices; expected one of Contact, Verification");
        var (form, both) = await RefusedAsync(await officer.SendAsync("/sources", "find", ("identity", "")));
        both.ShouldContain("expected a text");
        both.ShouldContain("expected one of Contact");
        form.QuerySelector("select[name=purpose]").ShouldNotBeNull();
        (await app.CountAsync("sealed.read")).ShouldBe(0);

        (await officer.SendAsync(source, "identity", ("identity", Hawa))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var read = await officer.SendAsync(source, "identity/read", ("purpose", nameof(ReadPurpose.Contact)));
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        read.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await read.DocumentAsync()).QuerySelector(".statement")!.TextContent.ShouldBe(Hawa);

        async Task<string> FoundAsync(string text)
        {
            using var answer = await officer.SendAsync(
                "/sources",
                "find",
                ("identity", text),
                ("purpose", nameof(ReadPurpose.Matching))
            );
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            return (await answer.DocumentAsync()).QuerySelector(".lines a")?.GetAttribute("href") ?? "";
        }
        (await FoundAsync("hawa cisse 0770 55 12 34")).ShouldBe(source);
        (await FoundAsync("Modibo Sangaré")).ShouldBe("", "it was replaced");
        (await FoundAsync("Hawa Cissé")).ShouldBe("", "a part is not the whole");

        var page = await officer.PageAsync(source);
        page.QuerySelector("main")!.TextContent.ShouldNotContain("Hawa");
        page.QuerySelector("a[href^='/destruction']")!
            .GetAttribute("href")
            .ShouldBe($"/destruction/new?kind=source&id={IdOf(source)}");
        var (actions, text) = await app.AuditAsync(IdOf(source));
        actions.ShouldBe(
            "source.identity_sealed source.made source.graded source.identity_sealed sealed.read sealed.found"
        );
        text.ShouldContain("Contact");
        text.ShouldContain("Matching");
        text.ShouldNotContain("Hawa");
        await using var c = await app.Database.OpenAsync();
        var all = await c.QueryAsync<string>("SELECT subject || action || detail FROM audit_entry");
        string.Join(' ', all).ShouldNotContain("Hawa");
    }
}
