using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Gather.Sources;
using Toguna.Tests.Foundation;
using Toguna.Tests.Foundation.Sealing;
using static Toguna.Tests.Gather.Sources.SourceForms;

namespace Toguna.Tests.Gather.Sources;

/// <summary>Codes by which somebody without an account reports: shown once, used as often as was said, and taken back.</summary>
public sealed class InvitationsTests
{
    [Theory, BothEngines]
    public async Task A_code_is_shown_once_and_ends_with_its_uses_its_days_or_a_word(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var invitations = app.Get<Invitations>();
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var source = await duty.MakeAsync("WREN-03");
        foreach (
            var (uses, days) in new[] { ("0", "1"), ("51", "1"), ("two", "1"), ("1", "0"), ("1", "91"), ("1", "") }
        )
        {
            var (refused, problems) = await RefusedAsync(
                await duty.SendAsync(source, "invitations", ("uses", uses), ("days", days))
            );
            problems.ShouldContain("expected a whole number from 1 to");
            refused.QuerySelector("#uses")!.GetAttribute("value").ShouldBe(uses);
        }
        (await duty.SendAsync(source, "invitations/withdraw", ("invitation", "0"))).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );

        var code = await InviteAsync(duty, source, "2", "90");
        code.ShouldMatch("^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$");
        var page = await duty.PageAsync(source);
        page.QuerySelector("main")!.TextContent.ShouldNotContain(code);
        page.QuerySelector("#invitations .lines")!.TextContent.ShouldContain("reports left: 2");

        (await invitations.LookAsync("AAAA-AAAA-AAAA")).ShouldBeNull();
        (await invitations.LookAsync("")).ShouldBeNull();
        var typed = $"  {code.ToLowerInvariant().Replace('-', ' ').Replace('0', 'o').Replace('1', 'l')} ";
        (await invitations.LookAsync(typed)).ShouldBe(IdOf(source));
        (await UseAsync(app, typed)).ShouldBe(IdOf(source));
        await Should.ThrowAsync<InvalidOperationException>(() =>
            app.Database.WriteAsync(async tx =>
            {
                (await invitations.UseAsync(tx, code)).ShouldBe(IdOf(source));
                throw new InvalidOperationException("The report was not kept.");
            })
        );
        var last = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => UseAsync(app, code)));
        last.Count(u => u is not null).ShouldBe(1, "one use was left, and four asked at once");
        (await invitations.LookAsync(code)).ShouldBeNull();
        (await duty.PageAsync(source)).QuerySelector("#invitations .lines")!.TextContent.ShouldContain("Used up");

        var second = await InviteAsync(duty, source, "50", "1");
        var handle = (await duty.PageAsync(source)).QuerySelector("[name=invitation]")!.GetAttribute("value")!;
        var other = await duty.MakeAsync("WREN-04");
        (await duty.SendAsync(other, "invitations/withdraw", ("invitation", handle))).StatusCode.ShouldBe(
            HttpStatusCode.NotFound,
            "it is of another source"
        );
        (await invitations.LookAsync(second)).ShouldBe(IdOf(source));
        (await duty.SendAsync(source, "invitations/withdraw", ("invitation", handle))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await invitations.LookAsync(second)).ShouldBeNull();
        (await UseAsync(app, second)).ShouldBeNull();

        var third = await InviteAsync(duty, source, "1", "1");
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                "UPDATE invitation SET expires_at = @Now WHERE withdrawn_at IS NULL AND uses_left > 0",
                new { tx.Now }
            )
        );
        (await invitations.LookAsync(third)).ShouldBeNull();
        (await UseAsync(app, third)).ShouldBeNull();
        (await duty.PageAsync(source)).QuerySelector("#invitations .lines")!.TextContent.ShouldContain("Expired");

        var (actions, text) = await app.AuditAsync(IdOf(source));
        actions.ShouldEndWith("invitation.made invitation.made invitation.withdrawn invitation.made");
        foreach (var made in new[] { code, second, third })
        {
            text.ShouldNotContain(made);
            (await IsKeptAsHashAsync(app, made)).ShouldBeTrue();
        }
    }

    [Theory, BothEngines]
    public async Task Nobody_reports_any_more_as_a_source_that_was_destroyed(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        var source = await officer.MakeAsync("WREN-03");
        await officer.SendAsync(source, "identity", ("identity", "Hawa Cissé"));
        var code = await InviteAsync(officer, source, "5", "5");
        var shred = app.Get<ShredSubject>();
        var request = await shred.AskAsync(Probe.Officer(), new Subject("source", IdOf(source)), ShredReason.Danger);
        await shred.ConfirmAsync(Probe.Officer(), request.ShredId);
        (await app.Get<Invitations>().LookAsync(code)).ShouldBeNull();

        using var again = await officer.SendAsync(source, "identity", ("identity", "Hawa Cissé"));
        (await again.DocumentAsync()).QuerySelector("#identity-e")!.TextContent.ShouldContain("was destroyed");
    }

    private static async Task<string> InviteAsync(HttpClient client, string source, string uses, string days)
    {
        using var answer = await client.SendAsync(source, "invitations", ("uses", uses), ("days", days));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return (await answer.DocumentAsync()).QuerySelector(".msg--ok code")!.TextContent;
    }

    private static Task<Guid?> UseAsync(TestApp app, string code) =>
        app.Database.WriteAsync(tx => app.Get<Invitations>().UseAsync(tx, code));

    private static async Task<bool> IsKeptAsHashAsync(TestApp app, string code)
    {
        var letters = code.Replace("-", "", StringComparison.Ordinal);
        await using var c = await app.Database.OpenAsync();
        return await c.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM invitation WHERE code_hash = @Hash)",
            new { Hash = SHA256.HashData(Encoding.ASCII.GetBytes(letters)) }
        );
    }
}
