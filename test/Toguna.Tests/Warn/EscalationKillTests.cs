using Dapper;
using Microsoft.Data.Sqlite;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Warn;

/// <summary>The program is killed while it tells people of alerts that nobody answers: none is lost, none is told twice.</summary>
public sealed class EscalationKillTests
{
    /// <summary>Enough that nobody sees to all of them between a look and a kill.</summary>
    private const int Alerts = 400;

    [Theory, BothEngines]
    public async Task No_escalation_is_lost_and_none_is_sent_twice(Engine engine)
    {
        var clock = new SetClock(TimeProvider.System.GetUtcNow().AddHours(-1));
        await using var app = await TestApp.StartAsync(engine, clock);
        using var post = await app.OfAsync(Component.FieldOffice, Role.FocalPoint);
        using var adviser = await app.AsAsync(Role.ProtectionAdviser);
        using var head = await app.AsAsync(Role.Leadership);
        await AlertForms.IssueAsync(app, Alerts);
        await using var c = await app.Database.OpenAsync();
        var kills = 0;
        for (var tries = 0; await ClimbedAsync() < Alerts * 3; tries++)
        {
            tries.ShouldBeLessThan(20);
            var before = await ClimbedAsync();
            using var server = TestProgram.Start(
                app.DataFolder,
                engine == Engine.Postgres ? app.Database.ConnectionString : null,
                "serve",
                "--urls",
                $"http://127.0.0.1:{20_000 + (Environment.ProcessId + tries * 11 + (int)engine * 3_000) % 9_000}"
            );
            // In the middle of its first tick, twice; then it may end.
            while (
                !server.HasExited && await ClimbedAsync() is var now && (kills < 2 ? now == before : now < Alerts * 3)
            )
            {
                await Task.Delay(1);
            }
            server.Kill();
            await server.WaitForExitAsync();
            kills++;
        }
        kills.ShouldBeGreaterThanOrEqualTo(2);
        (
            await c.QueryAsync<(string What, long Notices, long People)>(
                "SELECT what, count(*), count(DISTINCT user_id) FROM notice WHERE what <> 'issued' GROUP BY what ORDER BY what"
            )
        ).ShouldBe([("head_of_office", Alerts, 1), ("next_in_line", Alerts, 1), ("reminder", Alerts, 1)]);
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM escalation WHERE told <> 1")).ShouldBe(0);
        (
            await c.ExecuteScalarAsync<long>(
                "SELECT count(*) FROM alert_event WHERE what IN ('reminder', 'next_in_line', 'head_of_office')"
            )
        ).ShouldBe(Alerts * 3);
        (await new AuditLog(new KeyFolder(app.DataFolder)).VerifyAsync(c)).Verified.ShouldBeTrue();
        // The schedule of a cluster lies with the record, that of a laptop beside it.
        File.Exists(Path.Combine(app.DataFolder, "jobs.db")).ShouldBe(engine == Engine.Sqlite);
        SqliteConnection.ClearAllPools();

        Task<long> ClimbedAsync() => c.ExecuteScalarAsync<long>("SELECT count(*) FROM escalation");
    }
}
