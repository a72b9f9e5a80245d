using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Foundation.Storage.Backups;
using Toguna.Gather;

namespace Toguna.Tests.Foundation.Sealing;

public sealed class ShredSubjectTests
{
    private static readonly DateTimeOffset Noon = new(2031, 3, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly Caller First = Probe.Officer();
    private static readonly Caller Second = Probe.Officer();

    [Fact]
    public void Two_people_with_the_permission_decide_within_three_days()
    {
        var request = new ShredRequest { AskedBy = First.Id, AskedAt = Noon };
        var analyst = Second with { Roles = new HashSet<Role> { Role.Analyst } };
        Code(ShredRequest.RefuseConfirming(analyst, request, Noon)).ShouldBe("foundation.forbidden");
        Code(ShredRequest.RefuseConfirming(Caller.CommandLine, request, Noon)).ShouldBe("foundation.forbidden");
        Code(ShredRequest.RefuseConfirming(First, request, Noon)).ShouldBe("sealing.shred_same_person");
        Code(ShredRequest.RefuseConfirming(Second, null, Noon)).ShouldBe("foundation.not_found");
        Code(ShredRequest.RefuseConfirming(Second, request, Noon.AddHours(72.1))).ShouldBe("sealing.shred_expired");
        ShredRequest.RefuseConfirming(Second, request, Noon.AddHours(72)).ShouldBeNull();

        var subject = new Subject("source", Guid.Empty);
        Code(ShredRequest.RefuseAsking(analyst, subject, true, false)).ShouldBe("foundation.forbidden");
        Code(ShredRequest.RefuseAsking(Caller.CommandLine, subject, true, false)).ShouldBe("foundation.forbidden");
        Code(ShredRequest.RefuseAsking(First, subject, false, false)).ShouldBe("foundation.not_found");
        Code(ShredRequest.RefuseAsking(First, subject, true, true)).ShouldBe("sealing.shred_asked");
        ShredRequest.RefuseAsking(First, subject, true, false).ShouldBeNull();

        static string? Code(Toguna.Foundation.Problem? problem) => problem?.Code;
    }

    [Theory, BothEngines]
    public async Task What_two_people_shred_is_gone_with_a_certificate_and_nobody_else_is_touched(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var ids = await app.Services.SealAsync(["Modibo Sangaré", "Modibo Sangaré"]);
        var shred = app.Get<ShredSubject>();
        var subject = new Subject("source", ids[0]);
        await using var c = await app.Database.OpenAsync();
        var ciphertext = (await ValueAsync(c, ids[0]))!;
        var master = (await app.Get<ListKeys>().RunAsync()).Masters.Single().Id;
        var copy = await app.Get<RecoverKeys>()
            .MakeAsync(Path.Combine(app.DataFolder, "r.json"), Probe.Passphrase, Caller.CommandLine);

        var withdrawn = await shred.AskAsync(First, subject, ShredReason.Asked);
        await shred.WithdrawAsync(First, withdrawn.ShredId);
        (await Probe.RefusedAsync(() => shred.ConfirmAsync(Second, withdrawn.ShredId))).ShouldBe(
            "sealing.shred_decided"
        );
        var request = await shred.AskAsync(First, subject, ShredReason.Danger);
        (await Probe.RefusedAsync(() => shred.AskAsync(Second, subject, ShredReason.Asked))).ShouldBe(
            "sealing.shred_asked"
        );
        (await Probe.RefusedAsync(() => shred.ConfirmAsync(First, request.ShredId))).ShouldBe(
            "sealing.shred_same_person"
        );
        (await app.Services.OpenAsync(First, ids[0])).Keys.ShouldContain(ids[0], "nothing is destroyed by asking");

        var certificate = await shred.ConfirmAsync(Second, request.ShredId);
        (await app.Services.OpenAsync(First, [.. ids])).Keys.ShouldBe([ids[1]]);
        (await app.Services.FindAsync("modibo sangare")).ShouldBe([ids[1]]);
        (await ValueAsync(c, ids[0])).ShouldBeNull();
        (await Probe.RefusedAsync(() => OfOneAsync(app.Services, ids[0], "again"))).ShouldBe("sealing.shredded");

        (certificate.AskedBy, certificate.ConfirmedBy).ShouldBe((First.Id, Second.Id));
        certificate.Rows["source.identity_sealed"].ShouldBe(1);
        certificate.Masters.ShouldBe([master]);
        certificate.Copies.Single().Copy.ShouldBe(copy.Copy);
        var heads = (await c.QueryAsync<byte[]>("SELECT mac FROM audit_entry"))
            .Select(m => Convert.ToHexStringLower(m))
            .ToList();
        heads.ShouldContain(certificate.HeadBefore);
        heads.ShouldContain(certificate.HeadAfter);
        var kept = (await shred.ListAsync()).Single(r => r.ShredId == request.ShredId).Certificate!;
        (
            await c.ExecuteScalarAsync<string>("SELECT detail FROM audit_entry WHERE action = 'shred.certified'")
        )!.ShouldContain(ShredCertificate.Fingerprint(kept));
        var text = string.Join('\n', certificate.Lines(app.Get<IStringLocalizer<SealingText>>()));
        text.ShouldContain(certificate.Ciphertexts);
        text.ShouldContain(copy.Copy.ToString());
        text.ShouldNotContain("certificate_", Case.Sensitive, "every line has its words");
        (await app.RunAsync("", "keys", "certificates")).Output.ShouldContain(certificate.HeadAfter);
        if (engine == Engine.Sqlite)
        {
            foreach (var file in Directory.EnumerateFiles(app.DataFolder, "toguna.db*"))
            {
                (await SharedAsync(file)).AsSpan().IndexOf(ciphertext).ShouldBe(-1, file);
            }
        }
        await app.Services.ChainHoldsAsync();
    }

    [Theory, BothEngines]
    public async Task An_older_backup_does_not_bring_a_shredded_subject_back(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var ids = await app.Services.SealAsync(["Gone", "Stays"]);
        var backup = Path.Combine(app.DataFolder, "before.toguna");
        var (old, now) = (Path.Combine(app.DataFolder, "r1.json"), Path.Combine(app.DataFolder, "r2.json"));
        await app.Get<Backup>().MakeAsync(backup, Probe.Passphrase, Caller.CommandLine);
        await app.Get<RecoverKeys>().MakeAsync(old, Probe.Passphrase, Caller.CommandLine);
        var shred = app.Get<ShredSubject>();
        var request = await shred.AskAsync(First, new Subject("source", ids[0]), ShredReason.Asked);
        await shred.ConfirmAsync(Second, request.ShredId);
        await app.Get<RecoverKeys>().MakeAsync(now, Probe.Passphrase, Caller.CommandLine);

        // The old backup beside the key folder of today: the passphrase puts no older store over today's.
        await using (var place = await Place.MakeAsync(engine))
        {
            Copy(Path.Combine(app.DataFolder, "keys"), Path.Combine(place.Folder, "keys"));
            await Restore.RunAsync(backup, place.Folder, place.Connection, Probe.Passphrase, TimeProvider.System);
            (await place.Services.OpenAsync(First, [.. ids])).Values.ShouldBe(["Stays"]);
            // The restored index is of a destroyed master: a rotation brings it under today's.
            await place.Services.GetRequiredService<RotateKeys>().RunAsync(Caller.CommandLine);
            (await place.Services.FindAsync("Gone")).ShouldBeEmpty();
            (await place.Services.FindAsync("stays")).ShouldBe([ids[1]]);
        }
        // The old backup with its passphrase and the recovery copy of after the shred.
        await using (var place = await Place.MakeAsync(engine))
        {
            await Restore.RunAsync(backup, place.Folder, place.Connection, Probe.Passphrase, TimeProvider.System);
            var recovery = place.Services.GetRequiredService<RecoverKeys>();
            Should
                .Throw<Toguna.Foundation.ProblemException>(() =>
                    recovery.Recover(now, Probe.Passphrase, Caller.CommandLine)
                )
                .Problem.Code.ShouldBe("sealing.recovery_opens_nothing");
            (await Probe.RefusedAsync(() => place.Services.OpenAsync(First, ids[0]))).ShouldBe("sealing.ring_missing");
            // What the certificate warns of: with the copy that was to be destroyed it opens.
            recovery.Recover(old, Probe.Passphrase, Caller.CommandLine);
            (await place.Services.OpenAsync(First, ids[0]))[ids[0]].ShouldBe("Gone");
        }
    }

    [Theory, BothEngines]
    public async Task A_shred_that_a_crash_cut_off_is_finished_at_the_next_start(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var id = await app.Services.SealAsync("Modibo Sangaré");
        var shred = app.Get<ShredSubject>();
        var request = await shred.AskAsync(First, new Subject("source", id), ShredReason.Asked);
        // As the confirmation leaves it, the process dying right after.
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                "UPDATE shred SET confirmed_by = @Id, confirmed_at = @Now, head_before = '' WHERE shred_id = @ShredId",
                new
                {
                    Second.Id,
                    tx.Now,
                    request.ShredId,
                }
            )
        );
        (await app.RunAsync("", "keys", "list")).Exit.ShouldBe(0);
        (await shred.ListAsync()).Single().Certificate.ShouldNotBeNull();
        (await app.Services.OpenAsync(First, id)).ShouldBeEmpty();
        await app.Services.ChainHoldsAsync();
    }

    private static Task<byte[]?> ValueAsync(System.Data.Common.DbConnection c, Guid id) =>
        c.ExecuteScalarAsync<byte[]>("SELECT identity_sealed FROM source WHERE source_id = @id", new { id });

    private static Task<SealedValue> OfOneAsync(IServiceProvider services, Guid id, string text) =>
        services
            .GetRequiredService<Database>()
            .WriteAsync(tx =>
                services.GetRequiredService<SealedFields>().SealAsync(tx, SealedSources.Identity, id, id, text)
            );

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static async Task<byte[]> SharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }
}
