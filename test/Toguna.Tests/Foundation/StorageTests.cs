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

    [Fact]
    public async Task PostgreSQL_prepares_what_comes_again_unless_the_connection_says_otherwise()
    {
        Assert.SkipWhen(
            TestPostgres.Server is null,
            "PostgreSQL: TOGUNA_TEST_POSTGRES names no server (see CONTRIBUTING)"
        );
        await using var app = await TestApp.StartAsync(Engine.Postgres);
        (await PreparedAsync(app.Database)).ShouldBe(1);
        await using var plain = new Database(
            app.DataFolder,
            app.Database.ConnectionString + ";Max Auto Prepare=0",
            TimeProvider.System
        );
        (await PreparedAsync(plain)).ShouldBe(0);

        static async Task<long> PreparedAsync(Database database)
        {
            await using var c = await database.OpenAsync();
            for (var i = 0; i < 10; i++)
            {
                await c.ExecuteScalarAsync<int>("SELECT 4711 + @i", new { i });
            }
            return await c.ExecuteScalarAsync<long>(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 4711 +%'"
            );
        }
    }

    [Theory]
    [InlineData("2026-03-12T05:41:07.123Z", 639088908671230000)]
    [InlineData("2026-03-12T05:41:07Z", 639088908670000000)]
    [InlineData("2026-03-12T06:41:07.123+01:00", 639088908671230000)]
    public void An_instant_is_read_as_SQLite_keeps_it_and_as_others_write_it(string written, long ticks) =>
        Dialect.Instant(written).UtcTicks.ShouldBe(ticks);

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

    [Theory, BothEngines]
    public async Task Servers_that_append_at_the_same_time_make_one_chain(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await using var beside = await app.BesideAsync();
        TestApp[] servers = [app, beside];
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    servers[i % 2]
                        .Database.WriteAsync(tx =>
                            servers[i % 2]
                                .Services.GetRequiredService<AuditLog>()
                                .AppendAsync(
                                    tx,
                                    "system",
                                    "probe",
                                    [
                                        .. Enumerable
                                            .Range(0, 1 + (i % 3))
                                            .Select(n => ($"probe:{i}", (object?)new { n })),
                                    ]
                                )
                        )
                )
        );
        await using var connection = await app.Database.OpenAsync();
        var verdict = await app.Services.GetRequiredService<AuditLog>().VerifyAsync(connection);
        (verdict.Verified, verdict.Entries).ShouldBe((true, 79));
    }

    [Theory, BothEngines]
    public async Task Bulk_rows_are_the_same_alone_together_and_by_the_thousand(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                $"""
                CREATE TABLE bulk (n bigint PRIMARY KEY, id {(
                    engine == Engine.Sqlite ? "BLOB" : "uuid"
                )}, word text, whole integer,
                  small smallint, part {(engine == Engine.Sqlite ? "REAL" : "double precision")}, day date, at {(
                    engine == Engine.Sqlite ? "TEXT" : "timestamptz"
                )},
                  bytes {(engine == Engine.Sqlite ? "BLOB" : "bytea")}, yes boolean)
                """
            )
        );
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        await app.Database.WriteAsync(async tx =>
        {
            await FillAsync(tx, 1, 1);
            await FillAsync(tx, 2, 1_000);
            await tx.TogetherAsync(async () =>
            {
                await FillAsync(tx, 1_002, 1);
                await FillAsync(tx, 1_003, 1_000);
                if (engine == Engine.Postgres)
                {
                    // What waits is not there yet: nobody looks meanwhile.
                    await Should.ThrowAsync<InvalidOperationException>(() =>
                        tx.FindAsync<long>("SELECT count(*) FROM bulk")
                    );
                }
            });
        });
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM bulk")).ShouldBe(2_002);
        (
            await c.ExecuteScalarAsync<long>(
                """
                SELECT count(*) FROM (SELECT DISTINCT id, word, whole, small, part, day, at, bytes, yes FROM bulk WHERE n % 2 = 1) x
                """
            )
        ).ShouldBe(1);
        (
            await c.ExecuteScalarAsync<long>(
                """
                SELECT count(*) FROM bulk WHERE n % 2 = 0 AND id IS NULL AND word IS NULL AND whole IS NULL AND small IS NULL
                  AND part IS NULL AND day IS NULL AND at IS NULL AND bytes IS NULL AND yes IS NULL
                """
            )
        ).ShouldBe(1_001);
        var one = await c.QuerySingleAsync<(string Word, DateTimeOffset At, DateOnly Day)>(
            "SELECT word, at, day FROM bulk WHERE n = 1003"
        );
        one.ShouldBe(("puits, Tolmé", now, new DateOnly(2020, 1, 2)));

        Task FillAsync(WriteScope tx, int from, int count) =>
            BulkInsert.IntoAsync(
                tx,
                "bulk",
                [
                    ("n", Cell.Long),
                    ("id", Cell.Id),
                    ("word", Cell.Text),
                    ("whole", Cell.Int),
                    ("small", Cell.Small),
                    ("part", Cell.Real),
                    ("day", Cell.Day),
                    ("at", Cell.Instant),
                    ("bytes", Cell.Bytes),
                    ("yes", Cell.Bool),
                ],
                [.. Enumerable.Range(from, count).Select(RowOf)]
            );

        object?[] RowOf(int n) =>
            n % 2 == 0
                ? [(long)n, null, null, null, null, null, null, null, null, null]
                :
                [
                    (long)n,
                    Guid.Empty,
                    "puits, Tolmé",
                    7,
                    3,
                    0.5,
                    new DateOnly(2020, 1, 2),
                    now,
                    new byte[] { 1, 0 },
                    true,
                ];
    }

    private sealed class Probe
    {
        public Guid Id { get; init; }
        public DateOnly Day { get; init; }
        public DateTimeOffset At { get; init; }
    }
}
