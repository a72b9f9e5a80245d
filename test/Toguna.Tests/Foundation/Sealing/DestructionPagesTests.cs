using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation.Sealing;

public sealed class DestructionPagesTests
{
    [Theory, BothEngines]
    public async Task One_person_asks_another_confirms_and_the_certificate_is_that_of_the_audit_chain(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var ids = await app.Services.SealAsync(["Modibo Sangaré", "Hawa Cissé"]);
        var copy = await app.Get<RecoverKeys>()
            .MakeAsync(Path.Combine(app.DataFolder, "r.json"), Probe.Passphrase, Caller.CommandLine);
        using var first = await app.AsAsync(Role.HumanRightsOfficer);
        using var second = await app.AsAsync(Role.Administrator);
        using var analyst = await app.AsAsync(Role.Analyst);
        var ask = $"/destruction/new?kind=source&id={ids[0]}";

        foreach (var path in new[] { "/destruction", ask, "/keys" })
        {
            (await StatusAsync(analyst, path)).ShouldBe(HttpStatusCode.Forbidden, path);
        }
        (await StatusAsync(first, "/keys")).ShouldBe(HttpStatusCode.Forbidden);
        foreach (
            var path in new[]
            {
                "/destruction/new",
                "/destruction/new?kind=source&id=x",
                $"/destruction/new?kind=source&id={Guid.NewGuid()}",
                $"/destruction/new?kind=village&id={ids[0]}",
                $"/destruction/{Guid.NewGuid()}",
                $"/destruction/{Guid.NewGuid()}/certificate",
                $"/destruction/{Guid.NewGuid()}/certificate.json",
            }
        )
        {
            (await StatusAsync(first, path)).ShouldBe(HttpStatusCode.NotFound, path);
        }
        (await first.GetStringAsync("/destruction")).ShouldContain("No destruction waits");

        using (var none = await first.PostFormAsync(ask, Subject(ids[0]), "/destruction/new"))
        {
            none.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var page = await none.DocumentAsync();
            page.QuerySelector("#reason .error")!.TextContent.ShouldContain("No reason");
            page.QuerySelector("main input[name=id]")!.GetAttribute("value").ShouldBe(ids[0].ToString());
        }
        (await AskAsync(first, ids[0], "2")).ShouldBe(HttpStatusCode.UnprocessableEntity, "a number is no reason");
        (await AskAsync(first, ids[0], "Danger")).ShouldBe(HttpStatusCode.Redirect);
        var list = await second.PageAsync("/destruction");
        list.QuerySelector(".answer")!.TextContent.ShouldBe("One destruction waits for a second person.");
        list.QuerySelector("main tbody")!.TextContent.ShouldContain(ids[0].ToString("N")[^8..]);
        var one = list.QuerySelector("main tbody a")!.GetAttribute("href")!;
        using (var again = await second.GetAsync(ask))
        {
            again.Headers.Location!.ToString().ShouldBe(one, "who asks for it too is led to what waits");
        }

        // Who asked is offered no button; a form made by hand is refused all the same, and one without its token too.
        (await first.PageAsync(one))
            .QuerySelector("form[action$=confirm]")
            .ShouldBeNull();
        using (var own = await first.PostFormAsync(one, [], one + "/confirm"))
        {
            own.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await own.Content.ReadAsStringAsync()).ShouldContain("sealing.shred_same_person");
        }
        using (var forged = await second.PostAsync(one + "/confirm", new FormUrlEncodedContent([])))
        {
            forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
        using (var early = await second.PostFormAsync(one, [], one + "/continue"))
        {
            early.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
        (await StatusAsync(second, one + "/certificate")).ShouldBe(HttpStatusCode.NotFound);
        (await app.Services.OpenAsync(Probe.Officer(), ids[0])).Keys.ShouldContain(ids[0], "nothing is destroyed yet");

        var question = await second.PageAsync(one);
        question.QuerySelectorAll("main .btn--main").Length.ShouldBe(1);
        question.QuerySelector("main")!.TextContent.ShouldContain(copy.Copy.ToString());
        question.QuerySelector("main")!.TextContent.ShouldContain("One sealed value");
        using (var done = await second.PostFormAsync(one, [], one + "/confirm"))
        {
            done.Headers.Location!.ToString().ShouldBe(one);
        }
        await DoneAsync(second, one);
        (await app.Services.OpenAsync(Probe.Officer(), [.. ids])).Values.ShouldBe(["Hawa Cissé"]);
        using (var twice = await second.PostFormAsync("/account", [], one + "/confirm"))
        {
            twice.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        }

        using var file = await first.GetAsync(one + "/certificate.json");
        file.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        var hash = Convert.ToHexStringLower(SHA256.HashData(await file.Content.ReadAsByteArrayAsync()));
        await using var c = await app.Database.OpenAsync();
        var stated = JsonDocument.Parse(
            (await c.ExecuteScalarAsync<string>("SELECT detail FROM audit_entry WHERE action = 'shred.certified'"))!
        );
        stated.RootElement.GetProperty("sha256").GetString().ShouldBe(hash);
        var certificate = (await first.PageAsync(one + "/certificate")).QuerySelector("main")!;
        certificate.TextContent.ShouldContain(hash);
        certificate.QuerySelector(".msg--ok").ShouldNotBeNull();
        certificate.TextContent.ShouldContain("humanrightsofficer");
        certificate.TextContent.ShouldNotContain("Modibo");

        var keys = (await second.PageAsync("/keys")).QuerySelector("main")!;
        keys.QuerySelector($"a[href='{one}/certificate']").ShouldNotBeNull("the copy outlived the destruction");
        keys.TextContent.ShouldContain("at the machine");
        keys.QuerySelectorAll("form").Length.ShouldBe(0);

        await c.ExecuteAsync("UPDATE shred SET certificate = replace(certificate, 'danger', 'asked')");
        (await first.PageAsync(one + "/certificate")).QuerySelector("main .msg--bad").ShouldNotBeNull();
        await app.Services.ChainHoldsAsync();
    }

    [Theory, BothEngines]
    public async Task A_request_is_withdrawn_once_and_one_that_was_cut_off_goes_on_from_its_page(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var ids = await app.Services.SealAsync(["Modibo Sangaré", "Hawa Cissé"]);
        using var first = await app.AsAsync(Role.HumanRightsOfficer);
        using var second = await app.AsAsync(Role.HumanRightsOfficer);
        await AskAsync(first, ids[0], "Asked");
        var one = await NewestAsync(first);
        using (var withdrawn = await first.PostFormAsync(one, [], one + "/withdraw"))
        {
            withdrawn.Headers.Location!.ToString().ShouldBe("/destruction");
        }
        using (var late = await second.PostFormAsync("/account", [], one + "/confirm"))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        }
        (await second.GetStringAsync(one)).ShouldContain("Nothing was destroyed");

        // What a process leaves that dies as soon as two people have decided.
        await AskAsync(first, ids[1], "Closure");
        var other = await NewestAsync(first);
        other.ShouldNotBe(one);
        await using var c = await app.Database.OpenAsync();
        await c.ExecuteAsync(
            "UPDATE shred SET confirmed_by = @by, confirmed_at = asked_at, head_before = '' WHERE withdrawn_at IS NULL",
            new { by = Guid.NewGuid().ToString() }
        );
        var cut = await second.PageAsync(other);
        cut.QuerySelector("form[action$=continue]").ShouldNotBeNull();
        (await second.GetStringAsync("/destruction")).ShouldContain("One is under way.");
        using (var on = await second.PostFormAsync(other, [], other + "/continue"))
        {
            on.Headers.Location!.ToString().ShouldBe(other);
        }
        await DoneAsync(second, other);
        (await app.Services.OpenAsync(Probe.Officer(), [.. ids])).Keys.ShouldBe([ids[0]]);
        await app.Services.ChainHoldsAsync();
    }

    [Theory, BothEngines]
    public async Task The_office_is_locked_from_its_page_when_two_could_open_it(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await app.Services.SealAsync("Hawa Cissé");
        using var analyst = await app.AsAsync(Role.Analyst);
        (await StatusAsync(analyst, "/lock")).ShouldBe(HttpStatusCode.Forbidden);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        (await duty.PageAsync("/account")).QuerySelector("main a[href='/lock']").ShouldNotBeNull();
        (await duty.PageAsync("/lock")).QuerySelector("main form").ShouldBeNull("nobody could open it again");
        using (var few = await duty.PostFormAsync("/account", [], "/lock"))
        {
            few.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await few.Content.ReadAsStringAsync()).ShouldContain("0 key-holders are enrolled; expected at least 2");
        }
        await app.Get<KeyHolders>().AddAsync(Caller.CommandLine, "Awa", "balafon sentier mil quarante");
        await app.Get<KeyHolders>().AddAsync(Caller.CommandLine, "Bakary", "tamarin pirogue violet onze");
        using (var forged = await duty.PostAsync("/lock", new FormUrlEncodedContent([])))
        {
            forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
        app.Get<OfficeLock>().IsLocked.ShouldBeFalse();

        (await duty.PageAsync("/lock")).QuerySelectorAll("main .btn--main").Length.ShouldBe(1);
        using (var locked = await duty.PostFormAsync("/lock", []))
        {
            locked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
        foreach (var client in new[] { duty, analyst })
        {
            using var page = await client.GetAsync("/account");
            page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await page.Content.ReadAsStringAsync()).ShouldContain("This office is locked");
        }
        (await app.CountAsync("office.locked")).ShouldBe(1);
        await app.Get<OfficeLock>()
            .UnlockAsync(Caller.CommandLine, "balafon sentier mil quarante", "tamarin pirogue violet onze");
        (await StatusAsync(duty, "/account")).ShouldBe(HttpStatusCode.Redirect, "the session of before is none");
        await app.Services.ChainHoldsAsync();
    }

    private static Dictionary<string, string> Subject(Guid id) => new() { ["kind"] = "source", ["id"] = id.ToString() };

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, Guid source, string reason)
    {
        var fields = Subject(source);
        fields["reason"] = reason;
        using var answer = await client.PostFormAsync(
            $"/destruction/new?kind=source&id={source}",
            fields,
            "/destruction/new"
        );
        return answer.StatusCode;
    }

    private static async Task<string> NewestAsync(HttpClient client) =>
        (await client.PageAsync("/destruction")).QuerySelector("main tbody a")!.GetAttribute("href")!;

    /// <summary>As a browser without script does: looks again until the page says that it is done.</summary>
    private static async Task DoneAsync(HttpClient client, string one)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            var page = await client.PageAsync(one);
            if (page.QuerySelector($"main a[href='{one}/certificate']") is not null)
            {
                return;
            }
            page.QuerySelector("main progress").ShouldNotBeNull();
            await Task.Delay(250);
        }
        Assert.Fail("not done within 15 s");
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }
}
