using System.Diagnostics;
using System.Globalization;
using System.Net;
using AngleSharp.Html.Parser;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record;

/// <summary>
/// The server is killed again and again while people record incidents: every one that was acknowledged is there
/// afterwards, once, with its report and its audit line.
/// </summary>
/// <remarks><c>TOGUNA_KILLS</c> sets how often, 2 by default: <c>TOGUNA_KILLS=100</c> is the long run of the documents.</remarks>
public sealed class IntakeKillTests
{
    private const int Clients = 4;

    private static readonly int Kills = int.TryParse(
        Environment.GetEnvironmentVariable("TOGUNA_KILLS"),
        CultureInfo.InvariantCulture,
        out var asked
    )
        ? asked
        : 2;

    [Theory, BothEngines]
    public async Task What_was_acknowledged_survives_the_server_being_killed(Engine engine)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-kill-").FullName;
        var connection = engine == Engine.Postgres ? await TestPostgres.CreateAsync() : null;
        try
        {
            await MakeOfficerAsync(folder, connection);
            var chance = new Random(20311103);
            var acknowledged = new List<Guid>();
            for (var kill = 0; kill < Kills; kill++)
            {
                var port = 21_000 + (Environment.ProcessId + kill * 7 + (int)engine * 3_000) % 9_000;
                using var server = TestProgram.Start(folder, connection, "serve", "--urls", $"http://127.0.0.1:{port}");
                var before = acknowledged.Count;
                var recording = Enumerable.Range(0, Clients).Select(_ => RecordAsync(port, acknowledged)).ToArray();
                while (acknowledged.Count == before && !server.HasExited)
                {
                    await Task.Delay(5);
                }
                await Task.Delay(chance.Next(20, 400));
                server.Kill();
                await server.WaitForExitAsync();
                await Task.WhenAll(recording);
            }

            await using var database = new Database(folder, connection, TimeProvider.System);
            await using var c = await database.OpenAsync();
            var kept = (await c.QueryAsync<Guid>("SELECT incident_id FROM incident")).ToHashSet();
            acknowledged.Count.ShouldBeGreaterThanOrEqualTo(Kills);
            acknowledged.Where(id => !kept.Contains(id)).ShouldBeEmpty();
            (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM incident_report")).ShouldBe(kept.Count);
            (await c.ExecuteScalarAsync<long>("SELECT count(DISTINCT number) FROM incident")).ShouldBe(kept.Count);
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

    /// <summary>Records one incident after the other until the server is gone; notes what it acknowledged.</summary>
    private static async Task RecordAsync(int port, List<Guid> acknowledged)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        };
        try
        {
            await UntilUpAsync(client);
            using var signedIn = await client.PostFormAsync(
                "/sign-in",
                new() { ["name"] = "moussa", ["password"] = TestApp.Password }
            );
            signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            while (true)
            {
                var page = await new HtmlParser().ParseDocumentAsync(await client.GetStringAsync("/incidents/new"));
                var form = page.QuerySelectorAll("form[action='/incidents/new'] input[name]")
                    .Where(i => i.GetAttribute("type") is "hidden")
                    .GroupBy(i => i.GetAttribute("name")!)
                    .ToDictionary(g => g.Key, g => g.First().GetAttribute("value") ?? "");
                form["title"] = "Shots fired";
                form["date_from"] = "2031-03-06";
                form["place"] = "Issoumbré";
                form["report"] = "Heard at dawn.";
                form["act.0.kind"] = "threat";
                using var content = new FormUrlEncodedContent(form);
                using var answer = await client.PostAsync("/incidents/new", content);
                answer.StatusCode.ShouldBe(HttpStatusCode.Found);
                lock (acknowledged)
                {
                    acknowledged.Add(Guid.Parse(form["id"]));
                }
            }
        }
        catch (HttpRequestException)
        {
            // The server was killed: what it had not acknowledged may or may not be there, and is not counted.
        }
    }

    private static async Task UntilUpAsync(HttpClient client)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(20))
        {
            try
            {
                await client.GetStringAsync("/health");
                return;
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }
        }
        throw new TimeoutException("The server did not start within a minute.");
    }

    private static async Task MakeOfficerAsync(string folder, string? connection)
    {
        await using var app = await Server.BuildAsync(
            new ServerOptions
            {
                DataFolder = folder,
                Connection = connection,
                Urls = "http://127.0.0.1:0",
            }
        );
        using var scope = app.Services.CreateScope();
        var (_, problems) = await scope
            .ServiceProvider.GetRequiredService<Accounts>()
            .MakeAsync("moussa", TestApp.Password, [Role.DutyOfficer], "system");
        problems.ShouldBeEmpty();
    }
}
