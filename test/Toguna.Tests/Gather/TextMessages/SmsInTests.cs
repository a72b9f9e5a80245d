using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather.TextMessages;
using Toguna.Tests.Foundation;
using Toguna.Tests.Foundation.Messages;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Gather.TextMessages;

/// <summary>Text messages of the mission's gateway become reports: each once, whole where it can be, and the number stays sealed.</summary>
public sealed class SmsInTests
{
    private const string Secret = "a-secret-of-the-gateway";
    private const string Phone = "+22376543210";
    private static readonly DateTimeOffset Noon = new(2026, 3, 12, 12, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task The_door_opens_to_the_gateway_alone(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var gateway = app.Stranger();
        (await SendAsync(gateway, Form("1", "x"))).ShouldBe(HttpStatusCode.NotFound, "nothing is set up");
        await OpenAsync(app, "signature");
        (await SendAsync(gateway, Form("1", "x"), secret: "another-secret-altogether")).ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await SendAsync(gateway, Form("1", "x"), signature: "")).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(gateway, Form("1", "x"), signature: "zz")).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(gateway, Form("1", "x"), signature: Secret)).ShouldBe(
            HttpStatusCode.Unauthorized,
            "a token is not a signature"
        );
        (await SendAsync(gateway, "from=%2B22376543210&id=1")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync(gateway, "text=x&id=1")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync(gateway, "{", "application/json")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync(gateway, Form("1", new string('x', 70_000)))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await IncidentForms.CountAsync(app, "report")).ShouldBe(0);
        (await IncidentForms.CountAsync(app, "source")).ShouldBe(0);

        // The three ways in which gateways write a signature, and the plain secret where that is what was agreed.
        var body = Form("1", "un");
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body));
        (await SendAsync(gateway, body, signature: "sha256=" + Convert.ToHexString(mac))).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(gateway, body, signature: Convert.ToBase64String(mac))).ShouldBe(HttpStatusCode.OK);
        await OpenAsync(app, "token");
        (await SendAsync(gateway, body)).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(gateway, body, signature: Secret)).ShouldBe(HttpStatusCode.OK);
        (await IncidentForms.CountAsync(app, "report")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task A_message_is_one_report_of_a_source_whose_number_nobody_reads(Engine engine)
    {
        var clock = new SetClock(Noon);
        await using var app = await TestApp.StartAsync(engine, clock);
        await OpenAsync(app, "signature");
        using var gateway = app.Stranger();
        const string words = "Des hommes armés sont dans le marché de Tolmé";
        using (var answer = await PostAsync(gateway, Form("77", words)))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
        }
        // Again, without the plus, and all at once.
        (await SendAsync(gateway, Form("77", words, Phone[1..]))).ShouldBe(HttpStatusCode.OK);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SendAsync(gateway, Form("78", "Ils sont partis"))));
        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => SendAsync(gateway, Form($"{i}", "Here", "+22370000001")))
        );
        await using var c = await app.Database.OpenAsync();
        (await IncidentForms.CountAsync(app, "source")).ShouldBe(2);
        var reports = (
            await c.QueryAsync<(string Text, string Channel, string? Language, int Classification)>(
                "SELECT verbatim, channel, language, classification FROM report ORDER BY report_id"
            )
        ).AsList();
        reports.Count.ShouldBe(6);
        reports[0].ShouldBe((words, "sms", "fr", 1));
        (await c.QueryAsync<string>("SELECT use_of FROM consent WHERE given = @yes", new { yes = true }))
            .Distinct()
            .ShouldBe(["record"]);
        (
            await c.ExecuteScalarAsync<long>("SELECT count(*) FROM consent WHERE given = @no", new { no = false })
        ).ShouldBe(0);

        using var officer = await app.AsAsync(Role.DutyOfficer);
        var queue = await officer.PageAsync("/triage");
        var row = queue
            .QuerySelectorAll("main tbody tr")
            .First(r => r.TextContent.Contains(words, StringComparison.Ordinal));
        row.TextContent.ShouldContain("text message");
        row.TextContent.ShouldContain("not said");
        // Whoever did not receive it does not read it: nobody has agreed to that.
        using var analyst = await app.AsAsync(Role.Analyst);
        (await analyst.GetStringAsync("/search?in=reports&q=march%C3%A9")).ShouldNotContain("hommes armés");

        var page = await officer.GetStringAsync(row.QuerySelector("a")!.GetAttribute("href")!);
        var audit = string.Join(
            '\n',
            await c.QueryAsync<string>("SELECT action || subject || detail FROM audit_entry")
        );
        audit.ShouldContain("report.received");
        foreach (var text in new[] { page, audit, await app.RawAsync() })
        {
            text.ShouldNotContain(Phone[1..]);
            text.ShouldNotContain(Phone[4..]);
        }
        // Who may, reads it for a purpose.
        using var rights = await app.AsAsync(Role.HumanRightsOfficer);
        var id = await c.ExecuteScalarAsync<Guid>(
            "SELECT source_id FROM report WHERE verbatim = @words",
            new { words }
        );
        using var read = await rights.PostFormAsync(
            $"/sources/{id}",
            new() { ["purpose"] = "Protection" },
            $"/sources/{id}/identity/read"
        );
        (await read.DocumentAsync()).QuerySelector("main")!.TextContent.ShouldContain(Phone);
        (await officer.PostFormAsync($"/sources/{id}", [], $"/sources/{id}/identity/read")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    [Theory, BothEngines]
    public async Task Parts_come_in_any_order_late_or_never(Engine engine)
    {
        var clock = new SetClock(Noon);
        await using var app = await TestApp.StartAsync(engine, clock);
        await OpenAsync(app, "signature");
        using var gateway = app.Stranger();
        await SendAsync(gateway, Json("a", "trois", 3, 3), "application/json");
        await SendAsync(gateway, Json("a", "un ", 1, 3), "application/json");
        await SendAsync(gateway, Json("a", "un ", 1, 3), "application/json");
        (await TextsAsync(app)).ShouldBeEmpty();
        await SendAsync(gateway, Json("a", "deux ", 2, 3), "application/json");
        (await TextsAsync(app)).ShouldBe(["un deux trois"]);
        await SendAsync(gateway, Json("a", "deux ", 2, 3), "application/json");
        (await TextsAsync(app)).Count.ShouldBe(1);

        // Two of three, and ten minutes.
        await SendAsync(gateway, Json("b", "queue", 3, 3), "application/json");
        await SendAsync(gateway, Json("b", "tête ", 1, 3), "application/json");
        (await JoinAsync(app, Noon.AddMinutes(9))).ShouldBe(0);
        (await JoinAsync(app, Noon.AddMinutes(10))).ShouldBe(1);
        (await JoinAsync(app, Noon.AddMinutes(11))).ShouldBe(0);
        (await TextsAsync(app)).ShouldBe(["un deux trois", "tête  […] queue"]);
        using var officer = await app.AsAsync(Role.DutyOfficer);
        var row = (await officer.PageAsync("/triage")).QuerySelector("main tbody tr:last-child")!;
        (await officer.PageAsync(row.QuerySelector("a")!.GetAttribute("href")!))
            .QuerySelector("main")!
            .TextContent.ShouldContain("2/3");

        // The last part after all: a report that corrects the first.
        clock.Pass(TimeSpan.FromMinutes(30));
        await SendAsync(gateway, Json("b", "corps ", 2, 3), "application/json");
        (await TextsAsync(app)).ShouldBe(["un deux trois", "tête  […] queue", "tête corps queue"]);
        await using var c = await app.Database.OpenAsync();
        (
            await c.ExecuteScalarAsync<string>(
                "SELECT e.verbatim FROM report r JOIN report e ON e.report_id = r.supersedes_id WHERE r.verbatim = 'tête corps queue'"
            )
        ).ShouldBe("tête  […] queue");

        // What is older than a month is forgotten, the reports are not.
        await JoinAsync(app, Noon.AddDays(31));
        (await IncidentForms.CountAsync(app, "sms_part")).ShouldBe(0);
        (await IncidentForms.CountAsync(app, "report")).ShouldBe(3);
    }

    private static async Task OpenAsync(TestApp app, string way)
    {
        using var admin = await app.AsAsync(Role.Administrator);
        await admin.SetAsync(
            "sms-in",
            new()
            {
                ["sms_in.header"] = "X-Signature",
                ["sms_in.way"] = way,
                ["sms_in.from"] = "from",
                ["sms_in.text"] = "text",
                ["sms_in.id"] = "id",
                ["sms_in.part"] = "part",
                ["sms_in.parts"] = "parts",
                ["sms_in.at"] = "at",
                ["sms_in.secret"] = Secret,
            }
        );
    }

    private static string Form(string id, string text, string from = Phone) =>
        $"from={Uri.EscapeDataString(from)}&text={Uri.EscapeDataString(text)}&id={id}&at=2026-03-12T11%3A59%3A00Z";

    private static string Json(string id, string text, int part, int parts) =>
        JsonSerializer.Serialize(
            new
            {
                from = Phone,
                text,
                id,
                part,
                parts,
            }
        );

    private static async Task<HttpStatusCode> SendAsync(
        HttpClient gateway,
        string body,
        string type = "application/x-www-form-urlencoded",
        string secret = Secret,
        string? signature = null
    )
    {
        using var answer = await PostAsync(gateway, body, type, secret, signature);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient gateway,
        string body,
        string type = "application/x-www-form-urlencoded",
        string secret = Secret,
        string? signature = null
    )
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gateway/sms")
        {
            Content = new ByteArrayContent(bytes) { Headers = { ContentType = new(type) } },
        };
        request.Headers.TryAddWithoutValidation(
            "X-Signature",
            signature ?? Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes))
        );
        return await gateway.SendAsync(request);
    }

    private static Task<int> JoinAsync(TestApp app, DateTimeOffset now) => app.TickAsync("text-messages", now);

    private static async Task<IReadOnlyList<string>> TextsAsync(TestApp app)
    {
        await using var c = await app.Database.OpenAsync();
        return (await c.QueryAsync<string>("SELECT verbatim FROM report ORDER BY report_id")).AsList();
    }
}
