using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Benchmarks;

/// <summary>An empty installation on each engine, taken away when its part of a benchmark is over.</summary>
/// <param name="Engine">As it stands before a figure.</param>
/// <param name="Connection">Null: SQLite in the folder.</param>
internal sealed record Store(string Engine, string Folder, string? Connection)
{
    /// <summary>Rounds for the passwords of many accounts; who signs in first has theirs kept with the rounds of the server.</summary>
    private const int FewRounds = 1_000;

    /// <param name="only">Name of the one engine to be measured; null: both. PostgreSQL is measured where a server is named.</param>
    public static async Task EachAsync(string? only, Func<Store, Task> measure)
    {
        if (only is null or nameof(Foundation.Storage.Engine.Sqlite))
        {
            await InFolderAsync("SQLite", null, measure);
        }
        if (
            only is null or nameof(Foundation.Storage.Engine.Postgres)
            && Environment.GetEnvironmentVariable("TOGUNA_TEST_POSTGRES") is { Length: > 0 } server
        )
        {
            var name = "bench_" + Ids.New(TimeProvider.System).ToString("N");
            await AdminAsync(server, $"CREATE DATABASE {name}");
            try
            {
                var connection = new NpgsqlConnectionStringBuilder(server) { Database = name };
                await InFolderAsync("PostgreSQL", connection.ToString(), measure);
            }
            finally
            {
                await AdminAsync(server, $"DROP DATABASE {name} WITH (FORCE)");
            }
        }
    }

    /// <summary>Where it is, for the command line.</summary>
    public string[] Options => Connection is null ? ["--data", Folder] : ["--data", Folder, "--database", Connection];

    public System.Diagnostics.Process Serve(int port) =>
        Child.Start(["serve", "--urls", $"http://127.0.0.1:{port}", .. Options]);

    /// <summary>Works on it from within this process, while no server has it.</summary>
    public async Task<T> WithinAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        var services = new ServiceCollection().AddLogging();
        await using var provider = Server
            .AddServices(
                services,
                new ServerOptions
                {
                    DataFolder = Folder,
                    Connection = Connection,
                    PasswordRounds = FewRounds,
                }
            )
            .BuildServiceProvider();
        await Server.PrepareAsync(provider);
        using var scope = provider.CreateScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>Makes accounts whose names are a word and a number from 0.</summary>
    /// <returns>Their ids.</returns>
    public static async Task<IReadOnlyList<Guid>> PeopleAsync(
        IServiceProvider services,
        string word,
        int many,
        string password,
        Role role,
        Component? component = null
    )
    {
        var accounts = services.GetRequiredService<Accounts>();
        var ids = new List<Guid>();
        for (var i = 0; i < many; i++)
        {
            var (user, problems) = await accounts.MakeAsync(word + i, password, [role], "system", component);
            ids.Add(user?.Id ?? throw new InvalidOperationException(string.Join(", ", problems)));
        }
        return ids;
    }

    private static async Task InFolderAsync(string engine, string? connection, Func<Store, Task> measure)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-bench-").FullName;
        try
        {
            await measure(new Store(engine, folder, connection));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AdminAsync(string server, string sql)
    {
        await using var c = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString()
        );
        await c.OpenAsync();
        await c.ExecuteAsync(sql);
    }
}
