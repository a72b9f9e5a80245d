using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Gather;

/// <summary>The program as a child process, killed in the middle of an import: no half step, nothing lost, nothing twice.</summary>
public sealed class KillTests
{
    private const int Rows = 12_000;

    [Theory, BothEngines]
    public async Task An_import_killed_in_the_middle_goes_on_and_ends_as_if_nothing_had_happened(Engine engine)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-kill-").FullName;
        var connection = engine == Engine.Postgres ? await TestPostgres.CreateAsync() : null;
        try
        {
            var file = Path.Combine(folder, "events.csv");
            await File.WriteAllLinesAsync(file, [Header, .. Enumerable.Range(1, Rows).Select(Row)]);
            var data = Path.Combine(folder, "data");
            await using var database = new Database(data, connection, TimeProvider.System);
            await Migrator.ApplyAsync(database);

            using (var child = TestProgram.Start(data, connection, "import", "ged", file))
            {
                await UntilAsync(database, "SELECT count(*) FROM import WHERE rows_read > 0", child);
                child.Kill();
                await child.WaitForExitAsync();
            }

            await using var c = await database.OpenAsync();
            var import = await c.QuerySingleAsync<ImportRow>("SELECT * FROM import");
            import.State.ShouldBe(ImportState.Running);
            import.RowsRead.ShouldBeInRange(1, Rows - 1);
            // What was committed is whole: the cursor, the incidents and the reports of each step, and the chain.
            (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM incident")).ShouldBe(import.RowsRead);
            (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM report")).ShouldBe(import.RowsRead);
            (await new AuditLog(new KeyFolder(data)).VerifyAsync(c)).Verified.ShouldBeTrue();

            // The dead process is known by its silence; nobody waits for it in a test.
            await c.ExecuteAsync("UPDATE import SET heartbeat_at = NULL");
            using (var child = TestProgram.Start(data, connection, "import", "resume", import.ImportId.ToString()))
            {
                await child.WaitForExitAsync();
                child.ExitCode.ShouldBe(0, await child.StandardError.ReadToEndAsync());
            }
            (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM incident")).ShouldBe(Rows);
            (await c.ExecuteScalarAsync<long>("SELECT sum(killed_best) FROM incident")).ShouldBe(Rows * 3L);
            (await c.ExecuteScalarAsync<long>("SELECT count(DISTINCT number) FROM incident")).ShouldBe(Rows);
        }
        finally
        {
            if (connection is not null)
            {
                await TestPostgres.DropAsync(connection);
            }
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private const string Header =
        "id,type_of_violence,side_a,side_b,latitude,longitude,country,date_start,date_end,deaths_civilians,best,high,low";

    private static string Row(int id) =>
        $"{id},3,Movement {id % 50},Civilians,5.5,20.5,Country,2020-01-02,2020-01-02,3,3,3,3";

    private static async Task UntilAsync(Database database, string count, Process child)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(5))
        {
            await using var c = await database.OpenAsync();
            if (await c.ExecuteScalarAsync<long>(count) > 0)
            {
                return;
            }
            child.HasExited.ShouldBeFalse("the import ended before it could be killed");
        }
        throw new TimeoutException(count);
    }
}
