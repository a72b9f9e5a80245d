using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Tests.Foundation.Sealing;

public sealed class SealedFieldsTests
{
    [Theory, BothEngines]
    public async Task Who_may_not_open_opens_nothing_and_finds_nothing(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var id = await app.Services.SealAsync("Aïssata Koumaré");
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.HumanRightsOfficer))
        {
            var caller = new Caller("x", "x", new HashSet<Role> { role }, Standing.Full);
            (await Probe.RefusedAsync(() => app.Services.OpenAsync(caller, id))).ShouldBe("foundation.forbidden");
        }
        (await app.CountAsync("sealed.read")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task Any_text_comes_back_as_it_was(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        string[] odd =
        [
            "",
            "\0",
            "a\0\u0080\0",
            "half \uD83D",
            "\uDC00",
            "\uFFFD",
            new string('é', 5000),
            "𞤀𞤣𞤤𞤢𞤥",
        ];
        string[] texts =
        [
            .. odd,
            .. ArbMap.Default.ArbFor<string>().Generator.Sample(40, 200).Select(t => t ?? ""),
            // Also with halves of characters, which FsCheck does not make.
            .. Gen.Choose(0, 0xFFFF).Select(c => (char)c).ArrayOf().Select(c => new string(c)).Sample(40, 200),
        ];
        var ids = await app.Services.SealAsync(texts);
        var opened = await app.Services.OpenAsync(Probe.Officer(), [.. ids]);
        ids.Select(i => opened[i]).ShouldBe(texts);
        (await app.CountAsync("sealed.read")).ShouldBe(texts.Length, "one line for each subject");
        await app.Services.ChainHoldsAsync();
    }

    [Theory, BothEngines]
    public async Task A_value_that_was_moved_cut_or_altered_is_refused_and_says_nothing(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var ids = await app.Services.SealAsync(["Mariam Diawara", "Oumar Kéita"]);
        await using var c = await app.Database.OpenAsync();
        var value = (await ValueAsync(ids[0]))!;

        await PutAsync(ids[1], value);
        (await CodeAsync(ids[1])).ShouldBe("sealing.damaged", "moved to another row");
        for (var length = 0; length < value.Length; length += 7)
        {
            await PutAsync(ids[0], value[..length]);
            (await CodeAsync(ids[0])).ShouldBe("sealing.damaged", $"cut to {length}");
        }
        for (var at = 0; at < value.Length; at++)
        {
            var altered = value.ToArray();
            altered[at] ^= (byte)(1 << (at % 8));
            await PutAsync(ids[0], altered);
            // A key identifier that was altered names a key that is not here.
            (await CodeAsync(ids[0])).ShouldBe(at is > 0 and <= 16 ? "sealing.key_missing" : "sealing.damaged");
        }
        await PutAsync(ids[0], value);
        (await app.Services.OpenAsync(Probe.Officer(), ids[0]))[ids[0]].ShouldBe("Mariam Diawara");

        Task<byte[]?> ValueAsync(Guid id) =>
            c.ExecuteScalarAsync<byte[]>("SELECT identity_sealed FROM source WHERE source_id = @id", new { id });

        Task PutAsync(Guid id, byte[] put) =>
            app.Database.WriteAsync(tx =>
                tx.ExecuteAsync("UPDATE source SET identity_sealed = @put WHERE source_id = @id", new { id, put })
            );

        Task<string> CodeAsync(Guid id) => Probe.RefusedAsync(() => app.Services.OpenAsync(Probe.Officer(), id));
    }

    [Theory, BothEngines]
    public async Task A_read_says_who_and_why_and_without_its_line_nothing_is_opened(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var id = await app.Services.SealAsync("Fatoumata Sidibé");
        var officer = Probe.Officer();
        (await app.Services.OpenAsync(officer, id))[id].ShouldBe("Fatoumata Sidibé");
        await using (var c = await app.Database.OpenAsync())
        {
            var (actor, subject, detail) = await c.QuerySingleAsync<(string, string, string)>(
                "SELECT actor, subject, detail FROM audit_entry WHERE action = 'sealed.read'"
            );
            (actor, subject).ShouldBe((officer.Id, $"source:{id}"));
            detail.ShouldContain("Verification");
            detail.ShouldContain("source.identity_sealed");
            await c.ExecuteAsync(
                engine == Engine.Sqlite
                    ? "CREATE TRIGGER no_room BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'full'); END"
                    : "ALTER TABLE audit_entry ADD CONSTRAINT full_up CHECK (action <> 'sealed.read') NOT VALID"
            );
        }
        await Should.ThrowAsync<System.Data.Common.DbException>(() => app.Services.OpenAsync(officer, id));
    }

    [Theory, BothEngines]
    public async Task A_name_is_found_by_its_blind_index_whatever_the_spelling_habits(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var ids = await app.Services.SealAsync(["Aïssata Koumaré", "AISSATA  KOUMARE", "Aïssata Koumaré-Diallo", "…"]);
        (await app.Services.FindAsync("aissata koumaré")).ShouldBe([ids[0], ids[1]], ignoreOrder: true);
        (await app.Services.FindAsync("Aïssata")).ShouldBeEmpty();
        (await app.Services.FindAsync(" … ")).ShouldBeEmpty();
        (await app.CountAsync("sealed.found")).ShouldBe(2);
        (await app.CountAsync("sealed.searched")).ShouldBe(3, "a search that finds nothing is one too");
        await using var c = await app.Database.OpenAsync();
        var details = string.Concat(await c.QueryAsync<string>("SELECT detail FROM audit_entry"));
        details.ShouldNotContain("issata", Case.Insensitive);
    }

    [Fact]
    public void A_text_to_be_sealed_does_not_print_itself() =>
        new ToSeal(Guid.Empty, Guid.Empty, "Aïssata").ToString().ShouldNotContain("Aïssata");

    [Fact]
    public void The_column_of_sources_is_the_one_in_the_database() =>
        SealedSources.Identity.Name.ShouldBe("source.identity_sealed");
}
