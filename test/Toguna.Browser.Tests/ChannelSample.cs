using Toguna.Foundation.Messages;
using Toguna.Foundation.Storage;

namespace Toguna.Browser.Tests;

/// <summary>Channels that are set up, as far as their pages show them, and messages that did not go out.</summary>
internal static class ChannelSample
{
    public static Task MakeAsync(Database database) =>
        database.WriteAsync(async tx =>
        {
            var settings = new Dictionary<string, string>
            {
                ["address"] = "https://desk.mission.example",
                ["email.host"] = "mail.mission.example",
                ["email.from"] = "desk@mission.example",
                ["sms.url"] = "https://gateway.operator.example/v2/messages",
                ["sms_in.header"] = "X-Signature",
            };
            foreach (var (name, value) in settings)
            {
                await tx.ExecuteAsync(
                    "INSERT INTO channel_setting (name, value) VALUES (@name, @value)",
                    new { name, value }
                );
            }
            var hook = tx.NewId();
            await tx.ExecuteAsync(
                """
                INSERT INTO webhook (webhook_id, name, url, kinds, private, made_by, made_at)
                VALUES (@hook, 'Situation room', 'https://room.mission.example/hook', 'alert.* task.*', @no, 'system', @Now)
                """,
                new
                {
                    hook,
                    no = false,
                    tx.Now,
                }
            );
            var user = await tx.FindAsync<Guid>("SELECT \"Id\" FROM user_account WHERE \"UserName\" = 'rights'");
            foreach (
                var (channel, to, error) in new[]
                {
                    (Channel.Sms, user, "timeout"),
                    (Channel.Email, user, "smtp 550"),
                    (Channel.Webhook, hook, "http 503"),
                }
            )
            {
                var key = $"sample:{channel}";
                await Outbox.QueueAsync(
                    tx,
                    new OutMessage(key, channel, to, "alert.issued", "ALT-0412", "/alerts/ALT-0412")
                );
                await tx.ExecuteAsync(
                    "UPDATE outbox SET state = @state, attempts = 6, error = @error WHERE key = @key",
                    new
                    {
                        state = channel == Channel.Sms ? OutState.Failed : OutState.Dead,
                        error,
                        key,
                    }
                );
            }
        });
}
