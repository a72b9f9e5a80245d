using System.Net;
using System.Text;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Gather.Intake;

/// <summary>A report is sent, and nothing of who sent it lies about.</summary>
public sealed class SendReportTests
{
    [Theory, BothEngines]
    public async Task What_is_wrong_stands_beside_its_field_and_everything_typed_is_still_there(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        (await app.Stranger().GetAsync("/report")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await (await app.AsAsync(Role.Researcher)).GetAsync("/report")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var moussa = await app.AsAsync(Role.Reporter);
        await RefusedAsync(moussa, "text", ("text", ""));
        await RefusedAsync(moussa, "where", ("where", " "));
        await RefusedAsync(moussa, "text", ("text", new string('x', 20_001)));
        await RefusedAsync(moussa, "kind", ("kind", "attack"));
        await RefusedAsync(moussa, "day", ("day", "32"));
        await RefusedAsync(moussa, "day", ("day", "31"), ("month", "2"));
        await RefusedAsync(moussa, "dead_max", ("dead_min", "5"), ("dead_max", "2"));
        await RefusedAsync(moussa, "address", ("call", "message"));
        var svg = Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
        await RefusedAsync(moussa, "files", [], svg);
        await RefusedAsync(moussa, "files", [], [.. Photo.Bytes().Take(40)]);
        await RefusedAsync(moussa, "files", [], [.. "MZ"u8, .. new byte[300]]);
        await RefusedAsync(
            moussa,
            "files",
            [],
            Photo.Bytes(),
            Photo.Bytes(),
            Photo.Bytes(),
            Photo.Bytes(),
            Photo.Bytes(),
            Photo.Bytes()
        );
        (await IncidentForms.CountAsync(app, "report")).ShouldBe(0);

        // Forged: without the form's token.
        var forged = await Sending.FormAsync(moussa);
        forged.Remove("__RequestVerificationToken");
        forged["text"] = forged["where"] = "x";
        (await Sending.SendAsync(moussa, forged)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await IncidentForms.CountAsync(app, "report")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task A_form_that_is_too_heavy_comes_back_with_all_that_was_typed(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var moussa = await app.AsAsync(Role.Reporter);
        const long Size = (60L << 20) + 1;
        var forged = await Sending.FormAsync(moussa);
        forged.Remove("__RequestVerificationToken");
        (await SendHeavyAsync(moussa, forged, Size, announced: true)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        foreach (var (language, words) in new[] { ("en", "61 MB"), ("fr", "61\u00a0Mo") })
        {
            foreach (var announced in new[] { true, false })
            {
                var form = await Sending.FormAsync(moussa);
                (form["kind"], form["text"], form["where"]) = ("danger", "Des motos <aux puits>.", "Tolmé");
                (form["call"], form["address"], form["inside"]) = ("message", "chez le \"forgeron\"", "1");
                moussa.DefaultRequestHeaders.AcceptLanguage.Clear();
                moussa.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
                using var answer = await SendHeavyAsync(moussa, form, Size, announced);
                answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
                var page = await answer.DocumentAsync();
                var error = page.QuerySelector(".errsum a[href='#files']")!.TextContent;
                error.ShouldContain("60");
                (!announced || error.Contains(words, StringComparison.Ordinal)).ShouldBeTrue(error);
                page.QuerySelector("#text")!.TextContent.ShouldBe(form["text"]);
                page.QuerySelector("#where")!.GetAttribute("value").ShouldBe("Tolmé");
                page.QuerySelector("#address")!.GetAttribute("value").ShouldBe("chez le \"forgeron\"");
                page.QuerySelector("[name=inside]")!.HasAttribute("checked").ShouldBeTrue();
                page.QuerySelector("input[name=id]")!.GetAttribute("value").ShouldBe(form["id"]);
            }
        }
        (await IncidentForms.CountAsync(app, "report")).ShouldBe(0);

        // Of unknown length and not too heavy it is read as any other, with its file.
        var fine = await Sending.FormAsync(moussa);
        (fine["kind"], fine["text"], fine["where"]) = ("danger", "Des motos aux puits.", "Tolmé");
        using var parts = Parts(fine);
        parts.Add(new ByteArrayContent(Photo.Bytes()), "files", "x.jpg");
        using var sent = new HttpRequestMessage(HttpMethod.Post, "/report") { Content = parts };
        sent.Headers.TransferEncodingChunked = true;
        (await moussa.SendAsync(sent)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await IncidentForms.CountAsync(app, "report")).ShouldBe(1);
        (await IncidentForms.CountAsync(app, "attachment")).ShouldBe(1);
        using var cut = new ByteArrayContent("no form at all"u8.ToArray());
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        using var broken = new HttpRequestMessage(HttpMethod.Post, "/report") { Content = cut };
        broken.Headers.TransferEncodingChunked = true;
        (await moussa.SendAsync(broken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static MultipartFormDataContent Parts(Dictionary<string, string> form)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in form)
        {
            content.Add(new StringContent(value), name);
        }
        return content;
    }

    /// <summary>The form with one file of that many bytes, its length announced or not.</summary>
    private static async Task<HttpResponseMessage> SendHeavyAsync(
        HttpClient client,
        Dictionary<string, string> form,
        long size,
        bool announced
    )
    {
        using var content = Parts(form);
        content.Add(new ByteArrayContent(new byte[size]), "files", "film.mp4");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/report") { Content = content };
        request.Headers.TransferEncodingChunked = !announced;
        return await client.SendAsync(request);
    }

    [Theory, BothEngines]
    public async Task A_form_sent_twice_is_one_report_and_tells_the_same_receipt(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var moussa = await app.AsAsync(Role.Reporter);
        var form = await Sending.FormAsync(moussa);
        (form["text"], form["where"], form["receipt"]) = ("Des motos aux puits.", "Tolmé", "1");
        // Nothing that the form does not have gets in, and a reporter speaks for nobody else.
        (form["classification"], form["source"], form["compartment_id"], form["state"]) = ("0", "Form", "x", "linked");
        var answers = await Task.WhenAll(Sending.SendAsync(moussa, form), Sending.SendAsync(moussa, form));
        var codes = await Task.WhenAll(answers.Select(Sending.ReceiptAsync));
        codes[0].ShouldNotBeNull();
        codes[1].ShouldBe(codes[0]);
        await using (var c = await app.Database.OpenAsync())
        {
            var row = await c.QuerySingleAsync<(string Text, int Class, string State, string Code, string Kind)>(
                """
                SELECT r.verbatim, r.classification, t.state, s.code_name, s.kind FROM report r
                JOIN triage t ON t.report_id = r.report_id JOIN source s ON s.source_id = r.source_id
                """
            );
            (row.Text, row.Class, row.State, row.Kind).ShouldBe(("Des motos aux puits.", 1, "open", "person"));
            row.Code.ShouldStartWith("SRC-");
            // The database does not tell whose report it is, and no more does the audit log.
            var lines = await c.QueryAsync<string>("SELECT actor FROM audit_entry WHERE action = 'report.received'");
            lines.ShouldAllBe(actor => actor == "reporter");
            (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM consent")).ShouldBe(4);
        }
        // What was wrong is corrected by a new report of the same source, and by nobody else.
        var corrected = await Sending.ReportAsync(
            moussa,
            [("text", "C’étaient trois motos."), ("corrects", codes[0]!)]
        );
        corrected.StatusCode.ShouldBe(HttpStatusCode.OK, await corrected.Content.ReadAsStringAsync());
        var awa = await app.AsAsync(Role.Reporter);
        await RefusedAsync(awa, "corrects", ("corrects", codes[0]!));
        (await IncidentForms.CountAsync(app, "report WHERE supersedes_id IS NOT NULL")).ShouldBe(1);

        // The same id with other words is refused, also from somebody else, and says nothing of the first.
        form["text"] = "Autre chose.";
        (await Sending.SendAsync(moussa, form)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await IncidentForms.CountAsync(app, "report")).ShouldBe(2);

        var stranger = app.Stranger();
        (await StatusAsync(stranger, codes[0]!.ToLowerInvariant().Replace('-', ' '))).ShouldContain("Received.");
        (await StatusAsync(stranger, "0000-0000-0000-0000")).ShouldNotContain("Received.");
        var page = await stranger.GetStringAsync("/status");
        page.ShouldNotContain("Toguna");
    }

    [Theory, BothEngines]
    public async Task A_photo_is_kept_sealed_and_looked_at_without_what_it_tells_of_its_maker(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var moussa = await app.AsAsync(Role.Reporter);
        var sent = await Sending.ReportAsync(
            moussa,
            [("call", "message"), ("address", "+223 70 00 11 22"), ("wording", "Les semences sont arrivées.")],
            Photo.Bytes()
        );
        sent.StatusCode.ShouldBe(HttpStatusCode.OK, await sent.Content.ReadAsStringAsync());
        await using var c = await app.Database.OpenAsync();
        var (id, report) = await c.QuerySingleAsync<(Guid, Guid)>("SELECT attachment_id, report_id FROM attachment");
        var sealedParts = await c.QuerySingleAsync<(byte[] Original, byte[] View, byte[] Contact)>(
            "SELECT a.original_sealed, a.view_sealed, k.contact_sealed FROM attachment a JOIN report_contact k ON k.report_id = a.report_id"
        );
        foreach (var part in new[] { sealedParts.Original, sealedParts.View, sealedParts.Contact })
        {
            Encoding.Latin1.GetString(part).ShouldNotContain("camera");
            Encoding.Latin1.GetString(part).ShouldNotContain("70 00");
        }
        // Not shared inside: only who receives reports looks at it.
        (await (await app.AsAsync(Role.Analyst)).GetAsync($"/attachments/{id}")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await moussa.GetAsync($"/attachments/{id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var duty = await app.AsAsync(Role.DutyOfficer);
        var view = await duty.GetAsync($"/attachments/{id}");
        view.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        view.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        view.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        var looked = await view.Content.ReadAsByteArrayAsync();
        looked[..2].ShouldBe([0xFF, 0xD8]);
        foreach (var told in new[] { "camera-serial", "GPS", "Moussa" })
        {
            Encoding.Latin1.GetString(looked).ShouldNotContain(told);
        }
        // The original is opened for a purpose, by few, and each time it is written down.
        var page = $"/reports/{report}";
        var purpose = new Dictionary<string, string> { ["purpose"] = "Verification" };
        (await duty.PostFormAsync(page, purpose, $"/attachments/{id}/original")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        var rights = await app.AsAsync(Role.HumanRightsOfficer);
        var original = await rights.PostFormAsync(page, purpose, $"/attachments/{id}/original");
        (await original.Content.ReadAsByteArrayAsync()).ShouldBe(Photo.Bytes());
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM audit_entry WHERE action = 'sealed.read'")).ShouldBe(1);
        var custody = await rights.PageAsync(page);
        custody
            .QuerySelectorAll("details li")
            .Select(l => l.TextContent.Split(" · ")[1])
            .ShouldBe(["arrived and was sealed", "opened"]);
    }

    [Theory, BothEngines]
    public async Task Leaving_ends_the_session_and_tells_the_browser_to_forget(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var moussa = await app.AsAsync(Role.Reporter);
        var home = await moussa.GetAsync("/");
        home.Headers.Location!.ToString().ShouldBe("/report");
        var form = await moussa.GetStringAsync("/report");
        form.ShouldNotContain("Toguna");
        var left = await moussa.GetAsync("/leave");
        left.Headers.GetValues("Clear-Site-Data").Single().ShouldContain("cookies");
        (await moussa.GetAsync("/report")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static async Task<string> StatusAsync(HttpClient client, string code)
    {
        using var answer = await client.PostFormAsync("/status", new() { ["code"] = code });
        return await answer.Content.ReadAsStringAsync();
    }

    private static Task RefusedAsync(HttpClient client, string field, params (string, string)[] changes) =>
        RefusedAsync(client, field, changes, []);

    private static async Task RefusedAsync(
        HttpClient client,
        string field,
        (string, string)[] changes,
        params byte[][] files
    )
    {
        using var answer = await Sending.ReportAsync(client, changes, files);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, field);
        var page = await answer.DocumentAsync();
        page.QuerySelector($".errsum a[href='#{field}']").ShouldNotBeNull(field);
        if (field != "text")
        {
            page.QuerySelector("#text")!.TextContent.ShouldBe("Des motos aux puits depuis le coucher du soleil.");
        }
    }
}
