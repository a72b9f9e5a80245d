using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation;

public sealed class StorageTests
{
    [Theory, BothEngines]
    public async Task Health_answers_a_stranger(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var client = app.Stranger();
        (await client.GetStringAsync("/health")).ShouldBe("ok");
    }

    [Theory, BothEngines]
    public async Task Identifiers_days_and_instants_come_back_as_they_went_in(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var id = Ids.New(TimeProvider.System);
        var at = new DateTimeOffset(2031, 3, 6, 11, 20, 7, 123, TimeSpan.Zero);
        var uuid = engine == Engine.Sqlite ? "BLOB" : "uuid";
        var day = engine == Engine.Sqlite ? "TEXT" : "date";
        var instant = engine == Engine.Sqlite ? "TEXT" : "timestamptz";
        await app.Database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync($"CREATE TABLE probe (id {uuid}, day {day}, at {instant})");
            await tx.ExecuteAsync(
                "INSERT INTO probe VALUES (@Id, @Day, @At)",
                new Probe
                {
                    Id = id,
                    Day = new DateOnly(2031, 3, 6),
                    At = at,
                }
            );
        });
        await using var connection = await app.Database.OpenAsync();
        var back = await connection.QuerySingleAsync<Probe>(
            $"SELECT * FROM probe WHERE {Dialect.InIds(engine, "id", "ids")}",
            new { ids = Dialect.List(engine, [id]) }
        );
        back.Id.ShouldBe(id);
        back.Day.ShouldBe(new DateOnly(2031, 3, 6));
        back.At.ShouldBe(at);
    }

    [Theory, BothEngines]
    public async Task A_database_newer_than_the_program_is_refused_and_left_alone(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync("INSERT INTO schema_version VALUES (9999, 'later', 'x', '2099', '9')")
        );
        var refused = await Should.ThrowAsync<ProblemException>(() => Migrator.ApplyAsync(app.Database));
        refused.Problem.Code.ShouldBe("foundation.database_newer");
        refused.Message.ShouldContain("9999");
    }

    [Theory, BothEngines]
    public async Task The_audit_chain_verifies_and_finds_a_removed_line(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var audit = app.Services.GetRequiredService<AuditLog>();
        for (var i = 0; i < 5; i++)
        {
            await app.Database.WriteAsync(tx => audit.AppendAsync(tx, "system", "probe", $"probe:{i}", new { i }));
        }
        await using var connection = await app.Database.OpenAsync();
        (await audit.VerifyAsync(connection)).Verified.ShouldBeTrue();
        await Should.ThrowAsync<Exception>(() => connection.ExecuteAsync("DELETE FROM audit_entry WHERE seq = 3"));
        await connection.ExecuteAsync(
            engine == Engine.Sqlite
                ? "DROP TRIGGER audit_entry_stay"
                : "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_keep"
        );
        await connection.ExecuteAsync("DELETE FROM audit_entry WHERE seq = 3");
        var verdict = await audit.VerifyAsync(connection);
        verdict.Verified.ShouldBeFalse();
        verdict.FirstBroken.ShouldBe(3);
    }

    private sealed class Probe
    {
        public Guid Id { get; init; }
        public DateOnly Day { get; init; }
        public DateTimeOffset At { get; init; }
    }
}
