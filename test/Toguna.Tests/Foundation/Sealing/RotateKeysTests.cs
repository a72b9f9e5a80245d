using System.Text.Json;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation.Sealing;

public sealed class RotateKeysTests
{
    [Theory, BothEngines]
    public async Task Another_process_rotates_while_names_are_sealed_and_every_one_opens_and_is_found(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var names = Enumerable.Range(0, 600).Select(i => $"Personne {i}").ToList();
        var ids = (await app.Services.SealAsync(names)).ToList();
        var before = (await app.Get<ListKeys>().RunAsync()).Masters.Single().Id;

        using (var rotation = Probe.Start(app, "keys", "rotate", "--json"))
        {
            rotation.StandardInput.Close();
            var output = rotation.StandardOutput.ReadToEndAsync();
            var errors = rotation.StandardError.ReadToEndAsync();
            while (!rotation.HasExited)
            {
                names.Add($"Entre-temps {names.Count}");
                ids.Add(await app.Services.SealAsync(names[^1]));
            }
            await rotation.WaitForExitAsync();
            rotation.ExitCode.ShouldBe(0, await errors);
            using var counts = JsonDocument.Parse(await output);
            counts.RootElement.GetProperty("retired")[0].GetString().ShouldBe(before);
            counts.RootElement.GetProperty("rewrapped").GetInt64().ShouldBeGreaterThanOrEqualTo(600);
        }
        names.Count.ShouldBeGreaterThan(601, "something must have been sealed meanwhile");
        var list = await app.Get<ListKeys>().RunAsync();
        list.Masters.Single().Id.ShouldNotBe(before);
        list.Masters.Single().Subjects.ShouldBe(ids.Count);
        var opened = await app.Services.OpenAsync(Probe.Officer(), [.. ids]);
        ids.Select(i => opened[i]).ShouldBe(names);
        foreach (var at in (int[])[0, 300, 599, 600, names.Count - 1])
        {
            (await app.Services.FindAsync(names[at])).ShouldBe([ids[at]]);
        }
        await app.Services.ChainHoldsAsync();
    }

    [Theory, BothEngines]
    public async Task A_rotation_that_is_killed_goes_on_with_the_same_master(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var names = Enumerable.Range(0, 2500).Select(i => $"Personne {i}").ToList();
        var ids = await app.Services.SealAsync(names);
        var first = await IndexAsync(app, ids[0]);
        await StallAsync(app, ids[1200]);
        using (var rotation = Probe.Start(app, "keys", "rotate", "--json"))
        {
            // Rows are indexed anew in steps of 500, in their order; the third step holds where it is killed.
            while ((await IndexAsync(app, ids[0])).AsSpan().SequenceEqual(first))
            {
                rotation.HasExited.ShouldBeFalse("the rotation ended before it could be killed");
                await Task.Delay(5);
            }
            rotation.Kill();
            await rotation.WaitForExitAsync();
        }
        await GoOnAsync(app);
        (await app.Get<ListKeys>().RunAsync()).Masters.Count.ShouldBe(2);
        // In between everything opens and is found, and new names can be sealed.
        var opened = await app.Services.OpenAsync(Probe.Officer(), ids[0], ids[^1]);
        (opened[ids[0]], opened[ids[^1]]).ShouldBe((names[0], names[^1]));
        (await app.Services.FindAsync(names[0])).ShouldBe([ids[0]]);
        (await app.Services.FindAsync(names[^1])).ShouldBe([ids[^1]]);
        var half = (await app.Get<ListKeys>().RunAsync()).Masters[^1].Id;

        var counts = await app.Get<RotateKeys>().RunAsync(Caller.CommandLine);
        counts.Resumed.ShouldBeTrue();
        counts.Master.ShouldBe(half);
        counts.Unreadable.ShouldBe(0);
        var list = await app.Get<ListKeys>().RunAsync();
        list.Masters.Single().Subjects.ShouldBe(2500);
        opened = await app.Services.OpenAsync(Probe.Officer(), [.. ids]);
        ids.Select(i => opened[i]).ShouldBe(names);
        (await app.Services.FindAsync(names[1200])).ShouldBe([ids[1200]]);
        await app.Services.ChainHoldsAsync();
    }

    private static async Task<byte[]> IndexAsync(TestApp app, Guid id)
    {
        await using var c = await app.Database.OpenAsync();
        return (
            await c.ExecuteScalarAsync<byte[]>("SELECT identity_index FROM source WHERE source_id = @id", new { id })
        )!;
    }

    /// <summary>Whoever indexes this row anew does not come to an end.</summary>
    private static async Task StallAsync(TestApp app, Guid id)
    {
        await using var c = await app.Database.OpenAsync();
        await c.ExecuteAsync(
            app.Database.Engine == Engine.Postgres
                ? $"""
                CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$;
                CREATE TRIGGER stall BEFORE UPDATE ON source FOR EACH ROW WHEN (OLD.source_id = '{id}') EXECUTE FUNCTION stall();
                """
                : $"""
                CREATE VIEW stalled AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000000)
                SELECT max(x) FROM n;
                CREATE TRIGGER stall BEFORE UPDATE ON source WHEN OLD.source_id = x'{Convert.ToHexString(
                    id.ToByteArray(bigEndian: true)
                )}'
                BEGIN SELECT * FROM stalled; END;
                """
        );
    }

    private static async Task GoOnAsync(TestApp app)
    {
        await using var c = await app.Database.OpenAsync();
        if (app.Database.Engine == Engine.Postgres)
        {
            // The engine sleeps on for a client that is dead.
            await c.ExecuteAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
            );
        }
        await c.ExecuteAsync(
            app.Database.Engine == Engine.Postgres
                ? "DROP TRIGGER stall ON source"
                : "DROP TRIGGER stall; DROP VIEW stalled"
        );
    }

    [Theory, BothEngines]
    public async Task One_damaged_value_does_not_keep_an_old_master_alive(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var ids = await app.Services.SealAsync(["Aminata", "Boubacar", "Coumba"]);
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                "UPDATE source SET identity_sealed = (SELECT identity_sealed FROM source WHERE source_id = @From) WHERE source_id = @To",
                new { From = ids[0], To = ids[1] }
            )
        );
        var counts = await app.Get<RotateKeys>().RunAsync(Caller.CommandLine);
        (counts.Reindexed, counts.Unreadable).ShouldBe((2, 1));
        (await app.Services.FindAsync("coumba")).ShouldBe([ids[2]]);
        (await app.Services.FindAsync("boubacar")).ShouldBeEmpty();
    }

    [Theory, BothEngines]
    public async Task A_lost_ring_comes_back_from_a_recovery_copy_and_no_new_one_is_made_in_its_place(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var id = await app.Services.SealAsync("Kadiatou Sow");
        var copy = Path.Combine(app.DataFolder, "recovery.json");
        var recovery = app.Get<RecoverKeys>();
        (await Probe.RefusedAsync(() => recovery.MakeAsync(copy, new string('a', 40), Caller.CommandLine))).ShouldBe(
            "sealing.passphrase_weak"
        );
        var (exit, output) = await app.RunAsync(Probe.Passphrase + "\n", "keys", "recovery", "--out", copy);
        exit.ShouldBe(0, output);

        File.Delete(Path.Combine(app.DataFolder, "keys", "ring.json"));
        (await Probe.RefusedAsync(() => app.Services.SealAsync("Another"))).ShouldBe("sealing.ring_missing");
        (await Probe.RefusedAsync(() => app.Services.OpenAsync(Probe.Officer(), id))).ShouldBe("sealing.ring_missing");
        Code(() => recovery.Recover(copy, "not the passphrase at all", Caller.CommandLine))
            .ShouldBe("sealing.recovery_unreadable");
        (exit, output) = await app.RunAsync(Probe.Passphrase + "\n", "keys", "recover", copy);
        exit.ShouldBe(0, output);
        (await app.Services.OpenAsync(Probe.Officer(), id))[id].ShouldBe("Kadiatou Sow");
        Code(() => recovery.Recover(copy, Probe.Passphrase, Caller.CommandLine))
            .ShouldBe("sealing.recovery_opens_nothing");
        (await app.CountAsync("keys.recovered")).ShouldBe(1);
        await app.Services.ChainHoldsAsync();

        static string Code(Action work) => Should.Throw<Toguna.Foundation.ProblemException>(work).Problem.Code;
    }
}
