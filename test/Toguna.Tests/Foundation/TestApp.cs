using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Jobs;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation;

/// <summary>A whole installation for one test: real Kestrel on a free port, a real database of its own, a folder of its own.</summary>
public sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder;
    private readonly string? connection;
    private readonly bool isBeside;
    private int people;

    /// <summary>The password of everybody in the tests.</summary>
    public const string Password = "sous le toit bas de paille";

    /// <summary>A file that is up to date already, as <see cref="TestPostgres"/> has a database.</summary>
    private static readonly Lazy<Task<string>> Template = new(async () =>
    {
        var folder = Directory.CreateTempSubdirectory("toguna-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await using (var database = new Database(folder, null, TimeProvider.System))
        {
            await Migrator.ApplyAsync(database);
            await using var c = await database.OpenAsync();
            await c.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        SqliteConnection.ClearAllPools();
        return Path.Combine(folder, Database.FileName);
    });

    // The databases of the tests are alike: what Dapper has compiled for one serves for all of its engine.
    static TestApp() => SqlMapper.ConnectionStringComparer = new SameEngine();

    private TestApp(WebApplication app, string folder, string? connection, bool isBeside = false)
    {
        this.app = app;
        this.isBeside = isBeside;
        this.folder = folder;
        this.connection = connection;
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; private set; }

    /// <summary>The people to come call the server localhost: browsers know passkeys by a name only.</summary>
    public TestApp ByName()
    {
        Address = new UriBuilder(Address) { Host = "localhost" }.Uri;
        return this;
    }

    public IServiceProvider Services => app.Services;

    public Database Database => Services.GetRequiredService<Database>();

    public string DataFolder => folder;

    public static async Task<TestApp> StartAsync(
        Engine engine,
        TimeProvider? clock = null,
        bool secondStepOptional = true,
        params string[] hosts
    )
    {
        var folder = Directory.CreateTempSubdirectory("toguna-test-").FullName;
        var connection = engine == Engine.Postgres ? await TestPostgres.CreateAsync() : null;
        if (engine == Engine.Sqlite)
        {
            File.Copy(await Template.Value, Path.Combine(folder, Database.FileName));
        }
        var app = await Server.BuildAsync(
            new ServerOptions
            {
                DataFolder = folder,
                Connection = connection,
                Urls = "http://127.0.0.1:0",
                Hosts = hosts,
                SecondStepOptional = secondStepOptional,
                PasswordRounds = 1_000,
                Ticks = false,
                Clock = clock ?? TimeProvider.System,
            }
        );
        await app.StartAsync();
        return new TestApp(app, folder, connection);
    }

    /// <summary>Another server of the same database and keys, which knows nothing of this one. Dispose it first.</summary>
    public async Task<TestApp> BesideAsync(TimeSpan? sendTimeout = null)
    {
        var other = await Server.BuildAsync(
            Services.GetRequiredService<ServerOptions>() with
            {
                Urls = "http://127.0.0.1:0",
                SendTimeout = sendTimeout ?? Services.GetRequiredService<ServerOptions>().SendTimeout,
            }
        );
        await other.StartAsync();
        return new TestApp(other, folder, connection, isBeside: true);
    }

    /// <summary>Has what is due done, as the schedule would at that moment.</summary>
    /// <returns>How much that was.</returns>
    public async Task<int> TickAsync(string name, DateTimeOffset now, CancellationToken ct = default)
    {
        var clock = (SetClock)MissionClock.Outside(Services.GetRequiredService<TimeProvider>());
        var before = clock.Now;
        clock.Now = now;
        try
        {
            return await Services.GetServices<Tick>().Single(t => t.Name == name).RunAsync(Services, ct);
        }
        finally
        {
            clock.Now = before;
        }
    }

    /// <summary>A client that nobody has signed in; does not follow redirects, keeps cookies.</summary>
    public HttpClient Stranger() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true })
        {
            BaseAddress = Address,
            // As a browser says with each form.
            DefaultRequestHeaders = { { "Origin", Address.GetLeftPart(UriPartial.Authority) } },
        };

    /// <summary>A client of a person with these roles, signed in through the front door.</summary>
    public Task<HttpClient> AsAsync(params Role[] roles) => OfAsync(null, roles);

    /// <summary>The same, of a component of the mission.</summary>
    public async Task<HttpClient> OfAsync(Component? component, params Role[] roles)
    {
        var name = $"{string.Join('.', roles).ToLowerInvariant()}.{Interlocked.Increment(ref people)}";
        using (var scope = Services.CreateScope())
        {
            var (_, problems) = await scope
                .ServiceProvider.GetRequiredService<Accounts>()
                .MakeAsync(name, Password, roles, "system", component);
            Assert.Empty(problems);
        }
        var client = Stranger();
        using var answer = await client.PostFormAsync("/sign-in", new() { ["name"] = name, ["password"] = Password });
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (isBeside)
        {
            return;
        }
        if (connection is not null)
        {
            await TestPostgres.DropAsync(connection);
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Two databases of one engine have the same tables.</summary>
internal sealed class SameEngine : IEqualityComparer<string>
{
    public bool Equals(string? x, string? y) => IsPostgres(x) == IsPostgres(y);

    public int GetHashCode(string text) => IsPostgres(text) ? 1 : 0;

    private static bool IsPostgres(string? text) => text?.Contains("Host=", StringComparison.Ordinal) == true;
}

/// <summary>A fresh PostgreSQL database for each test, on the server that <c>TOGUNA_TEST_POSTGRES</c> names.</summary>
public static class TestPostgres
{
    public static string? Server { get; } = Environment.GetEnvironmentVariable("TOGUNA_TEST_POSTGRES");

    /// <summary>A database that is up to date already: copying it costs a tenth of bringing an empty one up to date.</summary>
    private static readonly Lazy<Task<string>> Template = new(async () =>
    {
        var name = "template_" + Guid.NewGuid().ToString("N");
        await RunAsync($"CREATE DATABASE {name}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => RunAsync($"DROP DATABASE {name}").GetAwaiter().GetResult();
        var folder = Directory.CreateTempSubdirectory("toguna-template-").FullName;
        var connection = new NpgsqlConnectionStringBuilder(Server) { Database = name, Pooling = false }.ToString();
        await Migrator.ApplyAsync(new Database(folder, connection, TimeProvider.System));
        Directory.Delete(folder, recursive: true);
        return name;
    });

    public static async Task<string> CreateAsync()
    {
        var name = "t" + Guid.NewGuid().ToString("N");
        await RunAsync($"CREATE DATABASE {name} TEMPLATE {await Template.Value} STRATEGY file_copy");
        return new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 20 }.ToString();
    }

    public static async Task DropAsync(string connection)
    {
        var name = new NpgsqlConnectionStringBuilder(connection).Database;
        await RunAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    private static async Task RunAsync(string sql)
    {
        await using var admin = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ToString()
        );
        await admin.OpenAsync();
        await using var command = new NpgsqlCommand(sql, admin);
        await command.ExecuteNonQueryAsync();
    }
}
