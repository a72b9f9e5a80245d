using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Toguna.Formats;
using Toguna.Foundation.Storage;
using Cell = Toguna.Foundation.Storage.Cell;

namespace Toguna.Benchmarks;

/// <summary>
/// A GED-layout file, complete with reports, acts, casualties and actors, against a bare insert of the same rows into one
/// table of text columns: COPY on PostgreSQL, a prepared statement in one transaction on SQLite.
/// </summary>
internal static class ImportBenchmark
{
    public static async Task<int> RunAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-bench-").FullName;
        try
        {
            var file = GedFile.Write(folder, rows);
            Console.WriteLine($"{rows:N0} rows, {new FileInfo(file).Length / 1048576.0:N0} MiB");
            Console.WriteLine("engine     import s   bare s   ratio   peak MiB");
            await OneAsync("SQLite", null, folder, file);
            if (Environment.GetEnvironmentVariable("TOGUNA_TEST_POSTGRES") is { Length: > 0 } server)
            {
                await OneAsync("PostgreSQL", server, folder, file);
            }
            else
            {
                Console.WriteLine("PostgreSQL skipped: TOGUNA_TEST_POSTGRES names no server");
            }
            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task OneAsync(string name, string? server, string folder, string file)
    {
        var bare = new List<double>();
        var imports = new List<double>();
        var peaks = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            bare.Add(await WithAsync(server, folder, c => BareAsync(c, folder, file)));
            Settle();
            var (seconds, peak) = await WithAsync(server, folder, c => ImportAsync(c, folder, file));
            imports.Add(seconds);
            peaks.Add(peak);
        }
        var (import, plain) = (Median(imports), Median(bare));
        Console.WriteLine($"{name, -10} {import, 8:N1} {plain, 8:N1} {import / plain, 7:N1} {peaks.Max(), 10:N0}");
    }

    /// <summary>What the run before left to be written to the disk is not this run's time.</summary>
    private static void Settle()
    {
        using var sync = Process.Start("sync");
        sync.WaitForExit();
    }

    private static async Task<T> WithAsync<T>(string? server, string folder, Func<string?, Task<T>> work)
    {
        if (server is null)
        {
            return await work(null);
        }
        const string Name = "toguna_bench";
        await using var admin = new NpgsqlConnection(server);
        await admin.OpenAsync();
        await admin.ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
        await admin.ExecuteAsync($"CREATE DATABASE {Name}");
        try
        {
            return await work(new NpgsqlConnectionStringBuilder(server) { Database = Name }.ToString());
        }
        finally
        {
            await admin.ExecuteAsync($"DROP DATABASE {Name} WITH (FORCE)");
        }
    }

    private static async Task<(double, double)> ImportAsync(string? connection, string folder, string file)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "import")).FullName;
        string[] arguments = ["import", "ged", file, "--data", data, "--json"];
        var measured = await Child.MeasureAsync(
            connection is null ? arguments : [.. arguments, "--database", connection]
        );
        Directory.Delete(data, recursive: true);
        return measured;
    }

    private static async Task<double> BareAsync(string? connection, string folder, string file)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "bare")).FullName;
        double seconds;
        await using (var database = new Database(data, connection, TimeProvider.System))
        {
            using var reader = new RowReader(File.OpenRead(file));
            var columns = reader.Header.Select(h => (h, Cell.Text)).ToArray();
            var clock = Stopwatch.StartNew();
            await database.WriteAsync(async tx =>
            {
                await tx.ExecuteAsync(
                    $"CREATE TABLE bare ({string.Join(", ", reader.Header.Select(h => h + " text"))})"
                );
                foreach (var chunk in reader.Read().Select(r => (object?[])r.Row!.Cells).Chunk(10_000))
                {
                    await BulkInsert.IntoAsync(tx, "bare", columns, chunk);
                }
            });
            seconds = clock.Elapsed.TotalSeconds;
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(data, recursive: true);
        return seconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
