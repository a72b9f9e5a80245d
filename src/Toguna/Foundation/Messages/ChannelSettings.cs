using System.Data.Common;
using Dapper;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Messages;

/// <summary>How the channels of this installation are set up: names and values, secrets apart.</summary>
/// <remarks>Immutable. What is not set has the default of its field (<see cref="ChannelSection"/>), or is empty.</remarks>
public sealed class ChannelSettings(IReadOnlyDictionary<string, string> values)
{
    public string this[string name] => values.GetValueOrDefault(name) ?? ChannelSection.FieldOf(name)?.Default ?? "";

    /// <summary>Whether a section is set up: its first field has a value.</summary>
    public bool Has(ChannelSection section) => values.ContainsKey(section.Fields[0].Name);

    /// <summary>A page of this installation as the world outside calls it; null where nobody has said how.</summary>
    public string? LinkTo(string path) =>
        this["address"] is { Length: > 0 } address ? address.TrimEnd('/') + path : null;

    public static async Task<ChannelSettings> ReadAsync(DbConnection c, DbTransaction? tx = null) =>
        new(
            (
                await c.QueryAsync<(string Name, string Value)>("SELECT name, value FROM channel_setting", null, tx)
            ).ToDictionary(s => s.Name, s => s.Value)
        );
}

/// <summary>Secrets of the channels: sealed under a key of their own, shown to nobody, opened when something is sent. Thread-safe.</summary>
public sealed class ChannelSecrets(Database database, SealedFields sealing, AuditLog audit)
{
    /// <summary>Whose key seals them; a constant of the program.</summary>
    internal static readonly Guid Owner = new("01970000-0000-7000-8000-00000000c4a1");

    internal static readonly SealedColumn Column = new(
        "channel_secret",
        "secret_id",
        "secret_sealed",
        "channel",
        "owner_id"
    );
    internal static readonly SealedColumn OfWebhook = new(
        "webhook",
        "webhook_id",
        "secret_sealed",
        "channel",
        "webhook_id"
    );

    /// <summary>The names of those that are set.</summary>
    public static async Task<IReadOnlySet<string>> SetAsync(DbConnection c) =>
        (await c.QueryAsync<string>("SELECT name FROM channel_secret WHERE secret_sealed IS NOT NULL")).ToHashSet();

    /// <summary>Opens one for the program's own use.</summary>
    /// <returns>Null where it is not set.</returns>
    /// <exception cref="ProblemException">The office is locked, or the secret was altered.</exception>
    internal async Task<string?> OpenAsync(DbConnection c, string name)
    {
        const string find = "SELECT secret_id FROM channel_secret WHERE name = @name";
        return await c.QuerySingleOrDefaultAsync<Guid?>(find, new { name }) is { } id
            ? await OpenAsync(c, Column, id)
            : null;
    }

    /// <summary>The same of a row of another column: it is the program that sends, so nobody reads and no line says so.</summary>
    internal async Task<string?> OpenAsync(DbConnection c, SealedColumn column, Guid row)
    {
        var found = await SealedRow.ReadAsync(c, database.Engine, column, [row]);
        return sealing.Open(column, found).GetValueOrDefault(row);
    }

    /// <summary>Sets a secret in place of what it was.</summary>
    internal async Task SetAsync(WriteScope tx, string name, string secret)
    {
        var id = tx.NewId();
        var value = await sealing.SealAsync(tx, Column, Owner, id, secret);
        await tx.ExecuteAsync("DELETE FROM channel_secret WHERE name = @name", new { name });
        await tx.ExecuteAsync(
            "INSERT INTO channel_secret (secret_id, owner_id, name, secret_sealed) VALUES (@id, @Owner, @name, @Text)",
            new
            {
                id,
                Owner,
                name,
                value.Text,
            }
        );
    }

    /// <summary>Keeps a section as it was typed, its secrets first: what is left empty of them stays as it was.</summary>
    internal async Task KeepAsync(
        WriteScope tx,
        string by,
        ChannelSection section,
        IReadOnlyDictionary<string, string> typed,
        IReadOnlyDictionary<string, string> secrets
    )
    {
        var isOff = typed[section.Fields[0].Name].Length == 0;
        foreach (var (name, secret) in secrets.Where(s => !isOff && s.Value.Length > 0))
        {
            await SetAsync(tx, name, secret);
        }
        foreach (var field in section.Fields)
        {
            await tx.ExecuteAsync("DELETE FROM channel_setting WHERE name = @Name", new { field.Name });
            if (!isOff && typed[field.Name].Length > 0)
            {
                await tx.ExecuteAsync(
                    "INSERT INTO channel_setting (name, value) VALUES (@Name, @value)",
                    new { field.Name, value = typed[field.Name] }
                );
            }
        }
        foreach (var name in section.Secrets.Where(_ => isOff))
        {
            await tx.ExecuteAsync("DELETE FROM channel_secret WHERE name = @name", new { name });
        }
        await audit.AppendAsync(
            tx,
            by,
            isOff ? "channel.turned_off" : "channel.set",
            "channel:" + section.Key,
            // Which secrets, never what they are; and no value: an address of a gateway can hold a key.
            new { secrets = secrets.Where(s => s.Value.Length > 0).Select(s => s.Key) }
        );
    }
}
