using System.Net;
using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Messages;
using Toguna.Foundation.Storage;

namespace Toguna.Tests.Foundation.Messages;

/// <summary>Channels are set up and people say how they are reached, each through the front door.</summary>
internal static class ChannelForms
{
    public const string Page = "/administration/channels";

    public static Dictionary<string, string> Sms(FakeGateway gateway) =>
        new()
        {
            ["sms.url"] = gateway.Url,
            ["sms.private"] = "1",
            ["sms.method"] = "POST",
            ["sms.shape"] = "form",
            ["sms.to"] = "to",
            ["sms.text"] = "text",
            ["sms.id"] = "id",
            ["sms.headers"] = "Authorization: Bearer geheim-der-passerelle",
        };

    public static Dictionary<string, string> Email(FakeMailServer server) =>
        new()
        {
            ["email.host"] = "127.0.0.1",
            ["email.port"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["email.tls"] = "none",
            ["email.user"] = "",
            ["email.from"] = "desk@post.example",
            ["email.password"] = "",
        };

    public static async Task SetAsync(this HttpClient admin, string section, Dictionary<string, string> fields)
    {
        using var answer = await admin.PostFormAsync(Page, fields, $"{Page}/{section}");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Somebody of the mission who is reached by both channels, and their account's id.</summary>
    public static async Task<(HttpClient Client, Guid Id)> ReachableAsync(
        this TestApp app,
        string phone,
        string quietFrom = "",
        string quietTo = ""
    )
    {
        var before = await AccountsAsync(app);
        var client = await app.AsAsync(Role.DutyOfficer);
        var fields = new Dictionary<string, string>
        {
            ["email"] = "awa@post.example",
            ["phone"] = phone,
            ["by_email"] = "1",
            ["by_sms"] = "1",
            ["quiet_from"] = quietFrom,
            ["quiet_to"] = quietTo,
        };
        using var answer = await client.PostFormAsync("/account/contact", fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return (client, (await AccountsAsync(app)).Except(before).Single());
    }

    public static Task QueueAsync(this TestApp app, params OutMessage[] messages) =>
        app.Database.WriteAsync(async tx =>
        {
            foreach (var message in messages)
            {
                await Outbox.QueueAsync(tx, message);
            }
        });

    public static Task<int> DeliverAsync(this TestApp app, DateTimeOffset now, CancellationToken ct = default) =>
        app.TickAsync("courier", now, ct);

    public static async Task<(string State, int Attempts, string? Error)> StateAsync(this TestApp app, string key)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.QuerySingleAsync<(string, int, string?)>(
            "SELECT state, attempts, error FROM outbox WHERE key = @key",
            new { key }
        );
    }

    public static async Task<string> AuditAsync(this TestApp app)
    {
        await using var c = await app.Database.OpenAsync();
        return string.Join('\n', await c.QueryAsync<string>("SELECT action || subject || detail FROM audit_entry"));
    }

    /// <summary>Everything that the database holds, as whoever takes its file or a dump reads it.</summary>
    public static async Task<string> RawAsync(this TestApp app)
    {
        if (app.Database.Engine == Engine.Sqlite)
        {
            var text = new StringBuilder();
            foreach (var file in Directory.GetFiles(app.DataFolder, Database.FileName + "*"))
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var reader = new StreamReader(stream, Encoding.Latin1);
                text.Append(await reader.ReadToEndAsync());
            }
            return text.ToString();
        }
        await using var c = await app.Database.OpenAsync();
        var tables = await c.QueryAsync<string>(
            "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        );
        var all = new StringBuilder();
        foreach (var table in tables)
        {
            all.AppendJoin('\n', await c.QueryAsync<string>($"SELECT t::text FROM {table} t"));
        }
        return all.ToString();
    }

    private static async Task<IReadOnlyList<Guid>> AccountsAsync(TestApp app)
    {
        await using var c = await app.Database.OpenAsync();
        return (await c.QueryAsync<Guid>("SELECT \"Id\" FROM user_account")).AsList();
    }
}
