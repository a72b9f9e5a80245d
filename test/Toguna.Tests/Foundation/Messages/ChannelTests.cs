using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Messages;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation.Messages;

/// <summary>What leaves the program: to whom, what it says, how often it is tried, and what nobody gets to see.</summary>
public sealed class ChannelTests
{
    private const string Phone = "+22370123456";
    private static readonly DateTimeOffset Noon = new(2026, 3, 12, 12, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task What_is_wrong_with_a_channel_is_refused_and_its_secret_is_shown_to_nobody(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await using var gateway = new FakeGateway();
        using var admin = await app.AsAsync(Role.Administrator);
        await RefusedAsync(admin, "address", new() { ["address"] = "ftp://x" }, "address");
        await RefusedAsync(admin, "address", new() { ["address"] = "https://x/path?q=1" }, "address");
        foreach (
            var (field, value, isPrivate) in new[]
            {
                ("sms.url", "http://gateway.example/send", ""),
                ("sms.url", "https://169.254.169.254/latest", "1"),
                ("sms.url", "https://192.168.1.20/send", ""),
                ("sms.url", "https://user:word@gateway.example/", ""),
                ("sms.url", "javascript:alert(1)", "1"),
                ("sms.method", "GET", "1"),
                ("sms.to", "", "1"),
                ("sms.headers", "no colon here", "1"),
            }
        )
        {
            var fields = ChannelForms.Sms(gateway);
            (fields["sms.private"], fields[field]) = (isPrivate, value);
            await RefusedAsync(admin, "sms", fields, field);
        }
        await using var mail = new FakeMailServer();
        foreach (
            var (field, value) in new[]
            {
                ("email.host", "not a host"),
                ("email.port", "70000"),
                ("email.from", "desk"),
                ("email.tls", "ssl"),
            }
        )
        {
            var fields = ChannelForms.Email(mail);
            fields[field] = value;
            await RefusedAsync(admin, "email", fields, field);
        }
        var far = ChannelForms.Email(mail);
        far["email.host"] = "mail.example";
        await RefusedAsync(admin, "email", far, "email.tls");
        await RefusedAsync(admin, "sms-in", SmsIn(""), "sms_in.secret");
        await RefusedAsync(admin, "sms-in", SmsIn("too short"), "sms_in.secret");

        await admin.SetAsync("sms", ChannelForms.Sms(gateway));
        await admin.SetAsync("sms-in", SmsIn("a-secret-of-the-gateway"));
        using var made = await admin.PostFormAsync(
            ChannelForms.Page,
            new()
            {
                ["hook.name"] = "Room",
                ["hook.url"] = "https://room.example/hook/k3y",
                ["hook.kinds"] = "alert.*",
            },
            ChannelForms.Page + "/webhooks"
        );
        var secret = (await made.DocumentAsync()).QuerySelector("[role=status] code")!.TextContent;
        secret.Length.ShouldBe(64);

        var page = await admin.GetStringAsync(ChannelForms.Page);
        var audit = await app.AuditAsync();
        var raw = await app.RawAsync();
        foreach (var word in new[] { "geheim-der-passerelle", "a-secret-of-the-gateway", secret })
        {
            page.ShouldNotContain(word);
            audit.ShouldNotContain(word);
            raw.ShouldNotContain(word);
        }
        audit.ShouldContain("channel.set");
        audit.ShouldNotContain("k3y");
        page.ShouldContain("Set; leave it empty to keep it");
        // Left empty, a secret stays; the first field left empty, all of it is gone.
        var again = ChannelForms.Sms(gateway);
        again["sms.headers"] = "";
        await admin.SetAsync("sms", again);
        (await SecretsAsync(app)).ShouldBe(["sms.headers", "sms_in.secret"], ignoreOrder: true);
        again["sms.url"] = "";
        await admin.SetAsync("sms", again);
        (await SecretsAsync(app)).ShouldBe(["sms_in.secret"]);
    }

    [Theory, BothEngines]
    public async Task What_somebody_is_reached_by_is_theirs_alone(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await using var gateway = new FakeGateway();
        await using var mail = new FakeMailServer();
        (await (await app.AsAsync(Role.Reporter)).GetAsync("/account/contact")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        using var analyst = await app.AsAsync(Role.Analyst);
        foreach (
            var (field, value) in new[]
            {
                ("phone", "70123456"),
                ("email", "awa"),
                ("email", ""),
                ("quiet_from", "25:00"),
                ("quiet_to", ""),
            }
        )
        {
            var fields = new Dictionary<string, string>
            {
                ["email"] = "a@b.example",
                ["by_email"] = "1",
                ["phone"] = Phone,
                ["quiet_from"] = "22:00",
                ["quiet_to"] = "06:00",
                [field] = value,
            };
            using var refused = await analyst.PostFormAsync("/account/contact", fields);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, field);
            (await refused.DocumentAsync()).QuerySelector($".errsum a[href='#{field}']").ShouldNotBeNull(field);
        }
        (await Toguna.Tests.Record.Incidents.IncidentForms.CountAsync(app, "contact")).ShouldBe(0);

        var (client, id) = await app.ReachableAsync("00223 70 12 34 56", "22:00", "06:00");
        (await client.PageAsync("/account/contact")).QuerySelector("#phone")!.GetAttribute("value").ShouldBe(Phone);
        (await ReachAsync(app, id)).Channels.ShouldBeEmpty("no channel is set up");
        using var admin = await app.AsAsync(Role.Administrator);
        await admin.SetAsync("sms", ChannelForms.Sms(gateway));
        (await ReachAsync(app, id)).Channels.ShouldBe([Channel.Sms]);
        await admin.SetAsync("email", ChannelForms.Email(mail));
        var reach = await ReachAsync(app, id);
        reach.Channels.ShouldBe([Channel.Email, Channel.Sms]);
        reach.Quiet.ShouldBe(new QuietHours(new TimeOnly(22, 0), new TimeOnly(6, 0)));
        foreach (var word in new[] { "70123456", "awa@post" })
        {
            (await app.RawAsync()).ShouldNotContain(word);
            (await app.AuditAsync()).ShouldNotContain(word);
            (await admin.GetStringAsync("/administration")).ShouldNotContain(word);
        }
        using var closed = await admin.PostFormAsync("/administration", [], $"/administration/users/{id}/close");
        await using var c = await app.Database.OpenAsync();
        (await Contacts.ReachAsync(c, engine, [id])).ShouldBeEmpty();
    }

    [Theory, BothEngines]
    public async Task A_text_message_goes_out_once_however_the_gateway_behaves(Engine engine)
    {
        var clock = new SetClock(Noon);
        await using var app = await TestApp.StartAsync(engine, clock);
        await using var gateway = new FakeGateway();
        using var admin = await app.AsAsync(Role.Administrator);
        await admin.SetAsync("sms", ChannelForms.Sms(gateway));
        await admin.SetAsync("address", new() { ["address"] = "https://mission.example/" });
        var (_, id) = await app.ReachableAsync(Phone, "11:00", "13:00");
        OutMessage Sms(string key, bool urgent = true) =>
            new(key, Channel.Sms, id, "alert.issued", "ALT-0412", "/alerts/ALT-0412", urgent);

        // The same key is one message; half an hour later, after the yes, there is nothing left.
        gateway.Answers.Enqueue("500");
        await app.QueueAsync(Sms("a"), Sms("a"));
        (await app.DeliverAsync(Noon)).ShouldBe(1);
        (await app.StateAsync("a")).ShouldBe((OutState.Failed, 1, "http 500"));
        (await app.DeliverAsync(Noon.AddSeconds(29))).ShouldBe(0);
        (await app.DeliverAsync(Noon.AddSeconds(30))).ShouldBe(1);
        (await app.StateAsync("a")).ShouldBe((OutState.Sent, 2, null));
        (await app.DeliverAsync(Noon.AddHours(1))).ShouldBe(0);
        gateway.Requests.Count.ShouldBe(2);
        var form = gateway
            .Requests[1]
            .Body.Split('&')
            .Select(f => Uri.UnescapeDataString(f.Replace('+', ' ')))
            .ToList();
        form.ShouldContain("to=" + Phone);
        form.ShouldContain("text=ALT-0412 https://mission.example/alerts/ALT-0412");
        gateway.Requests[1].Headers["Authorization"].ShouldBe("Bearer geheim-der-passerelle");
        gateway.Requests[0].Body.ShouldBe(gateway.Requests[1].Body, "the id of a message stays the same");
        gateway.Requests[1].Headers.Keys.ShouldNotContain("traceparent");

        // One that answers twice has answered once; one that sends elsewhere is not followed.
        gateway.Answers.Enqueue(FakeGateway.Twice);
        await app.QueueAsync(Sms("b"));
        await app.DeliverAsync(Noon);
        (await app.StateAsync("b")).ShouldBe((OutState.Sent, 1, null));
        gateway.Answers.Enqueue("302");
        await app.QueueAsync(Sms("c"));
        await app.DeliverAsync(Noon);
        (await app.StateAsync("c")).ShouldBe((OutState.Failed, 1, "http 302"));
        gateway.Requests.Count.ShouldBe(4);
        gateway.Answers.Enqueue(FakeGateway.Never);
        await app.QueueAsync(Sms("d"));
        await using (var hasty = await app.BesideAsync(TimeSpan.FromMilliseconds(300)))
        {
            await hasty.DeliverAsync(Noon);
        }
        (await app.StateAsync("d")).ShouldBe((OutState.Failed, 1, "timeout"));

        // Quiet hours hold what is not urgent back, and that is no try.
        await app.QueueAsync(Sms("quiet", urgent: false));
        await app.DeliverAsync(Noon.AddSeconds(1));
        (await app.StateAsync("quiet")).ShouldBe((OutState.Waiting, 0, null));
        await app.DeliverAsync(Noon.AddMinutes(59));
        (await app.StateAsync("quiet")).State.ShouldBe(OutState.Waiting);
        await app.DeliverAsync(Noon.AddMinutes(60));
        (await app.StateAsync("quiet")).State.ShouldBe(OutState.Sent);
    }

    [Theory, BothEngines]
    public async Task A_node_that_dies_while_it_sends_is_followed_by_another_after_its_lease(Engine engine)
    {
        var clock = new SetClock(Noon);
        await using var app = await TestApp.StartAsync(engine, clock);
        await using var gateway = new FakeGateway();
        using var admin = await app.AsAsync(Role.Administrator);
        await admin.SetAsync("sms", ChannelForms.Sms(gateway));
        var (_, id) = await app.ReachableAsync(Phone);
        gateway.Answers.Enqueue(FakeGateway.Never);
        await app.QueueAsync(new OutMessage("a", Channel.Sms, id, "alert.issued", "ALT-0412", "/alerts/ALT-0412"));
        await using (var other = await app.BesideAsync())
        {
            using var death = new CancellationTokenSource();
            var sending = other.DeliverAsync(Noon, death.Token);
            while (gateway.Requests.Count == 0)
            {
                await Task.Delay(5);
            }
            // The lease is held: this node leaves it alone, and nobody decides on it.
            (await app.DeliverAsync(Noon.AddSeconds(1))).ShouldBe(0);
            await death.CancelAsync();
            await sending;
        }
        (await app.DeliverAsync(Noon.AddSeconds(119))).ShouldBe(0);
        (await app.DeliverAsync(Noon.AddSeconds(120))).ShouldBe(1);
        (await app.StateAsync("a")).ShouldBe((OutState.Sent, 2, null));
        gateway.Requests.Count.ShouldBe(2);
        gateway.Requests[0].Body.ShouldBe(gateway.Requests[1].Body);

        // Many at once, two nodes: each message goes out once.
        await app.QueueAsync([
            .. Enumerable.Range(0, 20).Select(i => new OutMessage($"m{i}", Channel.Sms, id, "x", $"ALT-{i}", "/x")),
        ]);
        await using var beside = await app.BesideAsync();
        await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? app : beside).DeliverAsync(Noon.AddMinutes(3)))
        );
        await using var c = await app.Database.OpenAsync();
        (await c.QueryAsync<string>("SELECT state || coalesce(error, '') FROM outbox")).Distinct().ShouldBe(["sent"]);
        gateway.Requests.Skip(2).Select(r => r.Body).Distinct().Count().ShouldBe(20);
        gateway.Requests.Count.ShouldBe(22);
    }

    [Theory, BothEngines]
    public async Task A_message_that_never_goes_out_waits_for_somebody_to_decide(Engine engine)
    {
        var clock = new SetClock(Noon);
        await using var app = await TestApp.StartAsync(engine, clock);
        await using var mail = new FakeMailServer { Refuses = true };
        using var admin = await app.AsAsync(Role.Administrator);
        await admin.SetAsync("email", ChannelForms.Email(mail));
        await admin.SetAsync("address", new() { ["address"] = "https://mission.example" });
        var (_, id) = await app.ReachableAsync(Phone);
        OutMessage Mail(string key) => new(key, Channel.Email, id, "alert.issued", "ALT-0412", "/alerts/ALT-0412");
        await app.QueueAsync(Mail("a"), Mail("b"));
        foreach (var seconds in new[] { 0, 30, 120, 600, 3_600, 21_600 })
        {
            (await app.StateAsync("a")).State.ShouldNotBe(OutState.Dead);
            clock.Pass(TimeSpan.FromSeconds(seconds - 1));
            (await app.DeliverAsync(clock.Now)).ShouldBe(0);
            clock.Pass(TimeSpan.FromSeconds(1));
            (await app.DeliverAsync(clock.Now)).ShouldBe(2);
        }
        // The answer of the server named the mailbox; what is kept of it does not.
        (await app.StateAsync("a")).ShouldBe((OutState.Dead, 6, "smtp 550"));
        (await app.RawAsync()).ShouldNotContain("awa@post");
        var page = await admin.PageAsync("/administration/channels/letters");
        page.QuerySelectorAll("main tbody tr").Length.ShouldBe(2);
        page.QuerySelector("main tbody tr")!.TextContent.ShouldContain("answered 550");
        page.QuerySelector("main")!.TextContent.ShouldNotContain("ALT-0412");

        var forms = page.QuerySelectorAll("main tbody form").Select(f => f.GetAttribute("action")!).ToList();
        using var analyst = await app.AsAsync(Role.Analyst);
        (await analyst.PostFormAsync("/account", [], forms[0])).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        mail.Refuses = false;
        (await admin.PostFormAsync(ChannelForms.Page, [], forms[0])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await admin.PostFormAsync(ChannelForms.Page, [], forms[0])).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await admin.PostFormAsync(ChannelForms.Page, [], forms[3])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var audit = await app.AuditAsync();
        audit.ShouldContain("message.again");
        audit.ShouldContain("message.given_up");
        (await app.DeliverAsync(clock.Now)).ShouldBe(1);
        var sent = mail.Mails.ShouldHaveSingleItem();
        sent.ShouldContain("RCPT TO:<awa@post.example>");
        sent.ShouldContain("Subject: ALT-0412");
        sent.ShouldContain("https://mission.example/alerts/ALT-0412");
        sent.ShouldMatch("(?i)Message-ID: <[0-9a-f]{32}@post\\.example>");
        sent.ShouldNotContain("oguna", Case.Sensitive);
    }

    [Theory, BothEngines]
    public async Task A_webhook_gets_what_it_asked_for_signed_and_nothing_else(Engine engine)
    {
        var clock = new SetClock(Noon);
        await using var app = await TestApp.StartAsync(engine, clock);
        await using var room = new FakeGateway();
        using var admin = await app.AsAsync(Role.Administrator);
        await admin.SetAsync("address", new() { ["address"] = "https://mission.example" });
        async Task<string> AddAsync(string url, string isPrivate)
        {
            using var made = await admin.PostFormAsync(
                ChannelForms.Page,
                new()
                {
                    ["hook.name"] = "Room",
                    ["hook.url"] = url,
                    ["hook.kinds"] = "alert.*",
                    ["hook.private"] = isPrivate,
                },
                ChannelForms.Page + "/webhooks"
            );
            made.StatusCode.ShouldBe(HttpStatusCode.OK);
            return (await made.DocumentAsync()).QuerySelector("[role=status] code")!.TextContent;
        }
        var secret = await AddAsync(room.Url, "1");
        // A name that leads into this machine, without leave to.
        await AddAsync($"https://localhost:{room.Port}/", "");
        var queued = await app.Database.WriteAsync(async tx =>
            await Outbox.QueueForWebhooksAsync(tx, "k", "alert.issued", "ALT-0412", "/alerts/ALT-0412")
            + await Outbox.QueueForWebhooksAsync(tx, "k", "alert.issued", "ALT-0412", "/alerts/ALT-0412")
            + await Outbox.QueueForWebhooksAsync(tx, "l", "task.asked", "ALT-0412", "/alerts/ALT-0412")
        );
        queued.ShouldBe(2);
        await app.DeliverAsync(Noon);
        var request = room.Requests.ShouldHaveSingleItem();
        await using var c = await app.Database.OpenAsync();
        (await c.QueryAsync<string>("SELECT error FROM outbox WHERE error IS NOT NULL")).ShouldBe(["address_refused"]);

        var body = JsonDocument.Parse(request.Body).RootElement;
        body.EnumerateObject().Select(p => p.Name).ShouldBe(["id", "kind", "reference", "at", "link"]);
        body.GetProperty("link").GetString().ShouldBe("https://mission.example/alerts/ALT-0412");
        request.Headers["Toguna-Delivery"].ShouldBe(body.GetProperty("id").GetString());
        // As docs/channels.md says that it is checked.
        var time = Noon.ToUnixTimeSeconds();
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{request.Body}"));
        request.Headers["Toguna-Signature"].ShouldBe($"t={time},v1={Convert.ToHexStringLower(mac)}");
    }

    private static Dictionary<string, string> SmsIn(string secret) =>
        new()
        {
            ["sms_in.header"] = "X-Signature",
            ["sms_in.way"] = "signature",
            ["sms_in.from"] = "from",
            ["sms_in.text"] = "text",
            ["sms_in.id"] = "id",
            ["sms_in.secret"] = secret,
        };

    private static async Task RefusedAsync(
        HttpClient admin,
        string section,
        Dictionary<string, string> fields,
        string field
    )
    {
        using var answer = await admin.PostFormAsync(ChannelForms.Page, fields, $"{ChannelForms.Page}/{section}");
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, $"{field} {fields.GetValueOrDefault(field)}");
        (await answer.DocumentAsync()).QuerySelector($".errsum a[href='#{field}']").ShouldNotBeNull(field);
    }

    private static async Task<IEnumerable<string>> SecretsAsync(TestApp app)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.QueryAsync<string>("SELECT name FROM channel_secret");
    }

    private static async Task<Reachable> ReachAsync(TestApp app, Guid id)
    {
        await using var c = await app.Database.OpenAsync();
        return (await Contacts.ReachAsync(c, app.Database.Engine, [id]))[id];
    }
}
