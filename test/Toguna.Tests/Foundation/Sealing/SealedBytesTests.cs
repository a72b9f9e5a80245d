using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Tests.Foundation.Sealing;

public sealed class SealedBytesTests
{
    /// <summary>The column of sources' names as one of files: shredding knows it by its table.</summary>
    private static readonly SealedColumn Photo = SealedSources.Identity with { Index = null };

    [Theory, BothEngines]
    public async Task Who_may_not_open_opens_nothing_and_each_who_may_is_written_down(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var id = await SealAsync(app, [1, 2, 3]);
        var analyst = new Caller("x", "x", new HashSet<Role> { Role.Analyst }, Standing.Full);
        (await Probe.RefusedAsync(() => OpenAsync(app, id, analyst))).ShouldBe("foundation.forbidden");
        (await app.CountAsync("sealed.read")).ShouldBe(0);

        var officer = Probe.Officer();
        (await OpenAsync(app, id, officer))!.Value.ToArray().ShouldBe([1, 2, 3]);
        (await OpenAsync(app, id, officer)).ShouldNotBeNull();
        (await OpenAsync(app, Guid.NewGuid(), officer)).ShouldBeNull();
        await using var c = await app.Database.OpenAsync();
        var lines = await c.QueryAsync<(string, string, string)>(
            "SELECT actor, subject, detail FROM audit_entry WHERE action = 'sealed.read'"
        );
        lines.Select(l => (l.Item1, l.Item2)).ShouldBe([(officer.Id, $"source:{id}"), (officer.Id, $"source:{id}")]);
        lines.ShouldAllBe(l => l.Item3.Contains("Protection") && l.Item3.Contains("source.identity_sealed"));
        // The way for viewing copies writes nothing down, and needs no writer.
        (await OpenBytesUnauditedAsync(app.Get<SealedFields>(), c, engine, Photo, id))!
            .Value.ToArray()
            .ShouldBe([1, 2, 3]);
        (await app.CountAsync("sealed.read")).ShouldBe(2);
        await app.Services.ChainHoldsAsync();
    }

    [Theory, BothEngines]
    public async Task A_file_comes_back_as_it_was_and_its_size_tells_little(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var film = new byte[20 << 20];
        new Random(5).NextBytes(film);
        byte[][] files =
        [
            [],
            [0],
            [0x80],
            new byte[4095],
            new byte[4096],
            [.. Enumerable.Repeat((byte)0x80, 4097)],
            film,
        ];
        foreach (var file in files)
        {
            var id = await SealAsync(app, file);
            var opened = (await OpenAsync(app, id, Probe.Officer()))!.Value;
            opened.Span.SequenceEqual(file).ShouldBeTrue($"{file.Length} bytes");
            ((await ValueAsync(app, id))!.Length % 4096).ShouldBe(45, "format, key and box around whole blocks");
        }
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() =>
            SealAsync(app, new byte[SealedFields.MostBytes + 1])
        );
        await Should.ThrowAsync<ArgumentException>(() => SealAsync(app, [1], SealedSources.Identity));
    }

    [Theory, BothEngines]
    public async Task A_file_that_was_moved_cut_altered_or_is_a_text_is_refused(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var ids = new[] { await SealAsync(app, [1, 2, 3]), await SealAsync(app, [4, 5, 6]) };
        var value = (await ValueAsync(app, ids[0]))!;
        await PutAsync(app, ids[1], value);
        (await CodeAsync(ids[1])).ShouldBe("sealing.damaged", "moved to another row");
        foreach (var length in new[] { 0, 16, 17, 44, 45, 46, value.Length - 1 })
        {
            await PutAsync(app, ids[0], value[..length]);
            (await CodeAsync(ids[0])).ShouldBe("sealing.damaged", $"cut to {length}");
        }
        for (var at = 0; at < value.Length; at += at < 64 ? 1 : 499)
        {
            var altered = value.ToArray();
            altered[at] ^= (byte)(1 << (at % 8));
            await PutAsync(app, ids[0], altered);
            (await CodeAsync(ids[0])).ShouldBe(at is > 0 and <= 16 ? "sealing.key_missing" : "sealing.damaged");
        }
        await PutAsync(app, ids[0], value);
        (await OpenAsync(app, ids[0], Probe.Officer()))!.Value.ToArray().ShouldBe([1, 2, 3]);
        (await Probe.RefusedAsync(() => app.Services.OpenAsync(Probe.Officer(), ids[0]))).ShouldBe("sealing.damaged");
        var text = await app.Services.SealAsync("Aïssata");
        (await CodeAsync(text)).ShouldBe("sealing.damaged");

        Task<string> CodeAsync(Guid id) => Probe.RefusedAsync(() => OpenAsync(app, id, Probe.Officer()));
    }

    [Theory, BothEngines]
    public async Task A_shredded_subject_gives_nothing_and_the_files_of_others_outlive_the_rotation(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var (gone, stays) = (await SealAsync(app, [1, 2, 3]), await SealAsync(app, [4, 5, 6]));
        var (before, other) = ((await ValueAsync(app, gone))!, (await ValueAsync(app, stays))!);
        var shred = app.Get<ShredSubject>();
        var request = await shred.AskAsync(Probe.Officer(), new Subject("source", gone), ShredReason.Danger);
        var certificate = await shred.ConfirmAsync(Probe.Officer(), request.ShredId);

        certificate.Rows["source.identity_sealed"].ShouldBe(1);
        (await ValueAsync(app, gone)).ShouldBeNull();
        (await OpenAsync(app, gone, Probe.Officer())).ShouldBeNull();
        // As an older backup would bring it back.
        await PutAsync(app, gone, before);
        (await OpenAsync(app, gone, Probe.Officer())).ShouldBeNull();
        (await app.Get<ListKeys>().RunAsync()).Masters.Single().Id.ShouldNotBe(certificate.Masters.Single());
        (await ValueAsync(app, stays)).ShouldBe(other, "a rotation wraps keys anew and leaves values");
        (await OpenAsync(app, stays, Probe.Officer()))!.Value.ToArray().ShouldBe([4, 5, 6]);
        await app.Services.ChainHoldsAsync();
    }

    /// <summary>It is for the slices of stages, so only the program's own assembly sees it.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern Task<ReadOnlyMemory<byte>?> OpenBytesUnauditedAsync(
        SealedFields fields,
        DbConnection connection,
        Engine engine,
        SealedColumn column,
        Guid row
    );

    private static Task<Guid> SealAsync(TestApp app, byte[] bytes, SealedColumn? column = null) =>
        app.Database.WriteAsync(async tx =>
        {
            var id = tx.NewId();
            var value = await app.Get<SealedFields>().SealBytesAsync(tx, column ?? Photo, id, id, bytes);
            await tx.ExecuteAsync(
                "INSERT INTO source (source_id, code_name, kind, identity_sealed, created_at) VALUES (@id, @code, 'person', @value, @Now)",
                new
                {
                    id,
                    code = id.ToString("N"),
                    value,
                    tx.Now,
                }
            );
            return id;
        });

    private static Task<ReadOnlyMemory<byte>?> OpenAsync(TestApp app, Guid id, Caller caller) =>
        app.Database.WriteAsync(tx =>
            app.Get<SealedFields>().OpenBytesAsync(tx, caller, ReadPurpose.Protection, Photo, id)
        );

    private static async Task<byte[]?> ValueAsync(TestApp app, Guid id)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.ExecuteScalarAsync<byte[]>(
            "SELECT identity_sealed FROM source WHERE source_id = @id",
            new { id }
        );
    }

    private static Task PutAsync(TestApp app, Guid id, byte[] put) =>
        app.Database.WriteAsync(tx =>
            tx.ExecuteAsync("UPDATE source SET identity_sealed = @put WHERE source_id = @id", new { id, put })
        );
}
