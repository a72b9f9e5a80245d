using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Formats.Cap;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Warn;

/// <summary>Alerts leave in CAP 1.2 for whoever has a token, as they were said; messages of others arrive, wait and become alerts.</summary>
public sealed class CapTests
{
    private static readonly XNamespace Cap = "urn:oasis:names:tc:emergency:cap:1.2";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Theory, BothEngines]
    public async Task The_feed_says_what_was_said_to_whoever_may_know_and_never_by_whom(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.OfAsync(Component.Joc, Role.DutyOfficer);
        using var rights = await app.OfAsync(Component.HumanRights, Role.HumanRightsOfficer);
        (await app.Stranger().GetAsync("/api/alerts/feed")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var analyst = await TokenAsync(app, Role.Analyst, "export");
        using var reader = await TokenAsync(app, Role.Analyst, "read");
        (await reader.GetAsync("/api/alerts/feed")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var alert = await RaiseAsync(duty, ("by_whom", "men of the Tolmé committee"));
        await RaiseAsync(rights, ("classification", "2"), ("title", "Strictly for few"));
        await RaiseAsync(duty, ("do", "draft"), ("title", "A draft"));
        using var edited = await duty.PostFormAsync(
            alert + "/edit",
            Filled(("title", "Reprisal at the ford"), ("severity", "3"), ("version", "2"))
        );
        edited.StatusCode.ShouldBe(HttpStatusCode.Redirect, await edited.Content.ReadAsStringAsync());
        await DoneAsync(StepAsync(duty, alert, "warn", ("do", "cancel"), ("reason", "A wedding.")));

        var feed = XDocument.Parse(await analyst.GetStringAsync("/api/alerts/feed"));
        feed.Root!.Elements(Atom + "entry")
            .Select(e => e.Element(Atom + "title")!.Value)
            .ShouldBe(["Reprisal at the ford", "Reprisal at the ford", "Reprisal expected on market day"]);
        var links = feed
            .Root.Descendants(Atom + "link")
            .Where(l => l.Attribute("type")?.Value == CapWriter.MediaType)
            .Select(l => l.Attribute("href")!.Value)
            .Reverse()
            .ToList();
        var messages = new List<XElement>();
        foreach (var link in links)
        {
            var text = await analyst.GetStringAsync(link);
            text.ShouldNotContain("Tolmé");
            CapReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))).Faults.ShouldBeEmpty();
            messages.Add(XDocument.Parse(text).Root!);
        }
        messages.Select(m => m.Element(Cap + "msgType")!.Value).ShouldBe(["Alert", "Update", "Cancel"]);
        messages.Select(m => m.Element(Cap + "scope")!.Value).ShouldAllBe(s => s == "Private");
        messages[0].Element(Cap + "addresses")!.Value.ShouldStartWith("analyst");
        messages[0].Descendants(Cap + "headline").Single().Value.ShouldBe("Reprisal expected on market day");
        messages[2].Element(Cap + "references")!.Value.Split(' ').Length.ShouldBe(2);

        (await analyst.GetAsync("/api/alerts/AL-0002/cap/1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await analyst.GetAsync("/api/alerts/AL-0003/cap/1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await analyst.GetAsync("/api/alerts/AL-0001/cap/9")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothEngines]
    public async Task A_message_of_another_system_waits_whole_until_somebody_makes_an_alert_of_it(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.OfAsync(Component.Joc, Role.DutyOfficer);
        using var partner = await TokenAsync(app, Role.Analyst, "warn");
        using var reader = await TokenAsync(app, Role.Analyst, "read");
        (await SendAsync(reader, Message("N-1", "Alert"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (
            var hostile in new[]
            {
                Message("N-1", "Alert").Replace("cap:1.2", "cap:9.9", StringComparison.Ordinal),
                "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;\">]>" + Message("N-1", "Alert"),
                Message("N-1", "Alert").Replace("Immediate", "Tomorrow", StringComparison.Ordinal),
                "",
            }
        )
        {
            var refused = await SendAsync(partner, hostile);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, hostile);
            (await refused.Content.ReadAsStringAsync()).ShouldContain("cap_refused");
        }
        (await duty.PageAsync("/alerts")).QuerySelectorAll("a[href^='/alerts/new?cap=']").ShouldBeEmpty();

        var first = await IdAsync(await SendAsync(partner, Message("N-1", "Alert")));
        (await IdAsync(await SendAsync(partner, Message("N-1", "Alert")))).ShouldBe(first);
        var waiting = (await duty.PageAsync("/alerts")).QuerySelector("a[href^='/alerts/new?cap=']")!;
        waiting.TextContent.ShouldBe("Column towards Issoumbré");
        var form = await duty.PageAsync(waiting.GetAttribute("href")!);
        form.QuerySelector("#place")!.GetAttribute("value").ShouldBe("Issoumbré");
        form.QuerySelector("#title")!.GetAttribute("value").ShouldBe("Column towards Issoumbré");
        var alert = await RaiseAsync(duty, ("cap", first));
        (await duty.PageAsync(alert)).QuerySelector("aside")!.TextContent.ShouldContain("N-1");
        (await duty.GetStringAsync("/alerts/cap/" + first)).ShouldBe(Message("N-1", "Alert"));
        (await duty.PageAsync("/alerts")).QuerySelectorAll("a[href^='/alerts/new?cap=']").ShouldBeEmpty();

        // What updates it is told to those of the alert, and changes nothing by itself.
        await IdAsync(await SendAsync(partner, Message("N-2", "Update")));
        (await StoryAsync(duty, alert))[0].ShouldBe("Another system said more");
        (await duty.PageAsync("/alerts")).QuerySelectorAll("a[href^='/alerts/new?cap=']").ShouldBeEmpty();

        var other = await IdAsync(await SendAsync(partner, Message("N-7", "Alert")));
        using var aside = await duty.PostFormAsync(
            "/alerts",
            new() { ["reason"] = "a test" },
            $"/alerts/cap/{other}/aside"
        );
        aside.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await duty.PageAsync("/alerts")).QuerySelectorAll("a[href^='/alerts/new?cap=']").ShouldBeEmpty();
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient who, string document) =>
        who.PostAsync("/api/alerts/cap", new StringContent(document, Encoding.UTF8, CapWriter.MediaType));

    private static async Task<string> IdAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
    }

    private static string Message(string identifier, string type) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{identifier}</identifier><sender>ops@neighbour.example</sender>
            <sent>2026-03-13T05:41:00-00:00</sent><status>Actual</status><msgType>{type}</msgType><scope>Private</scope><addresses>mission</addresses>
            {(type == "Update" ? "<references>ops@neighbour.example,N-1,2026-03-13T05:41:00-00:00</references>" : "")}
            <info><category>Security</category><event>killing</event><urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty>
            <headline>Column towards Issoumbré</headline><description>Forty men on motorcycles.</description>
            <area><areaDesc>Issoumbré</areaDesc></area></info></alert>
            """;

    private static async Task<HttpClient> TokenAsync(TestApp app, Role role, string scope)
    {
        using var person = await app.AsAsync(role);
        var name = (await person.PageAsync("/account")).QuerySelector(".roof__who a")!.TextContent;
        await using var c = await app.Database.OpenAsync();
        var id = await Dapper.SqlMapper.ExecuteScalarAsync<Guid>(
            c,
            """SELECT "Id" FROM user_account WHERE "UserName" = @name""",
            new { name }
        );
        var token = await app.Services.GetRequiredService<ApiTokens>().MakeAsync(id, "test", [scope]);
        var client = app.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
