using System.Collections.Concurrent;
using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Gather.Intake;

/// <summary>A server that is killed while reports come in has every report that it acknowledged.</summary>
public sealed class IntakeKillTests
{
    private const int Reporters = 8;

    /// <summary>So many are acknowledged before it is killed.</summary>
    private const int Enough = 300;

    [Theory, BothEngines]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_server_is_killed(Engine engine)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-intake-").FullName;
        var connection = engine == Engine.Postgres ? await TestPostgres.CreateAsync() : null;
        try
        {
            await PrepareAsync(folder, connection);
            var acknowledged = new ConcurrentBag<Guid>();
            var port = FreePort();
            using (var server = TestProgram.Start(folder, connection, "serve", "--urls", $"http://127.0.0.1:{port}"))
            {
                var address = new Uri($"http://127.0.0.1:{port}");
                await UntilReadyAsync(address, server);
                var sending = Enumerable.Range(0, Reporters).Select(i => SendAsync(address, i, acknowledged)).ToList();
                for (var clock = Stopwatch.StartNew(); acknowledged.Count < Enough; await Task.Delay(5))
                {
                    clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
                }
                server.Kill();
                await server.WaitForExitAsync();
                await Task.WhenAll(sending);
            }
            await using var database = new Database(folder, connection, TimeProvider.System);
            await using var c = await database.OpenAsync();
            var kept = (await c.QueryAsync<Guid>("SELECT report_id FROM report")).ToHashSet();
            acknowledged.Except(kept).ShouldBeEmpty();
            // Each whole: with its place in the queue and its consents.
            (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM triage")).ShouldBe(kept.Count);
            (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM consent")).ShouldBe(4L * kept.Count);
            (await new AuditLog(new KeyFolder(folder)).VerifyAsync(c)).Verified.ShouldBeTrue();
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

    private static async Task PrepareAsync(string folder, string? connection)
    {
        var services = new ServiceCollection().AddLogging();
        await using var provider = Server
            .AddServices(services, new ServerOptions { DataFolder = folder, Connection = connection })
            .BuildServiceProvider();
        await Server.PrepareAsync(provider);
        using var scope = provider.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        for (var i = 0; i < Reporters; i++)
        {
            (
                await accounts.MakeAsync($"reporter{i}", TestApp.Password, [Role.Reporter], "system")
            ).Problems.ShouldBeEmpty();
        }
    }

    /// <summary>Sends until the server is gone; what got an answer is noted.</summary>
    private static async Task SendAsync(Uri address, int reporter, ConcurrentBag<Guid> acknowledged)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = address,
        };
        client.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        using var signedIn = await client.PostFormAsync(
            "/sign-in",
            new() { ["name"] = $"reporter{reporter}", ["password"] = TestApp.Password }
        );
        var form = await Sending.FormAsync(client);
        (form["text"], form["where"]) = ("Des motos aux puits.", "Tolmé");
        try
        {
            while (true)
            {
                var id = Ids.New(TimeProvider.System);
                form["id"] = id.ToString();
                using var answer = await Sending.SendAsync(client, form);
                if (answer.IsSuccessStatusCode)
                {
                    acknowledged.Add(id);
                }
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone.
        }
    }

    private static async Task UntilReadyAsync(Uri address, Process server)
    {
        using var client = new HttpClient { BaseAddress = address };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(50))
        {
            server.HasExited.ShouldBeFalse();
            try
            {
                (await client.GetAsync("/health")).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }
        throw new TimeoutException("the server did not start");
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
