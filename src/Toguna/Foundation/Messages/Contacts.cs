using System.Data.Common;
using Dapper;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Messages;

/// <summary>By which channels somebody can be reached; the addresses themselves are nobody's but theirs.</summary>
/// <param name="Channels">Of <see cref="Channel.OfPeople"/>: what they gave, chose, and the installation can send by. May be empty.</param>
/// <param name="Quiet">When only what is urgent may reach them; null: always.</param>
/// <param name="Language"><c>en</c> or <c>fr</c>.</param>
public sealed record Reachable(Guid User, IReadOnlyList<string> Channels, QuietHours? Quiet, string Language);

/// <summary>Hours of the day, in the zone of the mission, from the first minute up to but not including the last; may run over midnight.</summary>
public readonly record struct QuietHours(TimeOnly From, TimeOnly To)
{
    /// <summary>When they end, if <paramref name="now"/> lies within them; otherwise null.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var time = TimeOnly.FromDateTime(local.DateTime);
        // Of equal hours TimeOnly says that nothing lies between them: that is no quiet at all, not a day of it.
        if (!time.IsBetween(From, To))
        {
            return null;
        }
        var end = local.Date + To.ToTimeSpan() + TimeSpan.FromDays(time < To ? 0 : 1);
        // An hour that the clocks skip: the same minute one hour later.
        end = zone.IsInvalidTime(end) ? end.AddHours(1) : end;
        return new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime();
    }
}

/// <summary>How colleagues are reached outside of the program.</summary>
public static class Contacts
{
    internal const string Kind = "account";

    internal static readonly SealedColumn Email = new("contact", "user_id", "email_sealed", Kind, "user_id");
    internal static readonly SealedColumn Phone = new("contact", "user_id", "phone_sealed", Kind, "user_id");

    /// <summary>By which channels each of some accounts can be reached now. No address is opened.</summary>
    /// <returns>By account. Who can be reached by none is in it with none; one that is unknown or closed is not in it.</returns>
    public static async Task<IReadOnlyDictionary<Guid, Reachable>> ReachAsync(
        DbConnection c,
        Engine engine,
        IReadOnlyCollection<Guid> users,
        DbTransaction? tx = null
    )
    {
        var rows = await c.QueryAsync<Row>(
            $"""
            SELECT u."Id" AS user_id, k.by_email AND k.email_sealed IS NOT NULL AND EXISTS
                (SELECT 1 FROM channel_setting WHERE name = 'email.host') AS email,
              k.by_sms AND k.phone_sealed IS NOT NULL AND EXISTS
                (SELECT 1 FROM channel_setting WHERE name = 'sms.url') AS sms,
              k.quiet_from, k.quiet_to, k.language
            FROM user_account u LEFT JOIN contact k ON k.user_id = u."Id"
            WHERE {Dialect.InIds(engine, "u.\"Id\"", "users")} AND u."Disabled" = @no
            """,
            new { users = Dialect.List(engine, users), no = false },
            tx
        );
        return rows.ToDictionary(r => r.UserId, r => r.Shown());
    }

    /// <summary>The same within a transaction.</summary>
    public static Task<IReadOnlyDictionary<Guid, Reachable>> ReachAsync(
        WriteScope tx,
        IReadOnlyCollection<Guid> users
    ) => ReachAsync(tx.Connection, tx.Engine, users, tx.Transaction);

    /// <summary>Opens an address for the courier, or for the person whose it is: nobody else is shown it, so no line says so.</summary>
    internal static async Task<string?> AddressAsync(
        DbConnection c,
        Engine engine,
        SealedFields sealing,
        Guid user,
        string channel
    )
    {
        var column = channel == Channel.Email ? Email : Phone;
        return sealing.Open(column, await SealedRow.ReadAsync(c, engine, column, [user])).GetValueOrDefault(user);
    }

    private sealed class Row
    {
        public Guid UserId { get; init; }
        public bool? Email { get; init; }
        public bool? Sms { get; init; }
        public string? QuietFrom { get; init; }
        public string? QuietTo { get; init; }
        public string? Language { get; init; }

        public Reachable Shown()
        {
            var quiet =
                WrittenTime.Hour(QuietFrom) is { } from && WrittenTime.Hour(QuietTo) is { } to
                    ? new QuietHours(from, to)
                    : (QuietHours?)null;
            IEnumerable<string?> channels = [Email == true ? Channel.Email : null, Sms == true ? Channel.Sms : null];
            return new Reachable(UserId, [.. channels.OfType<string>()], quiet, Language ?? "en");
        }
    }
}
