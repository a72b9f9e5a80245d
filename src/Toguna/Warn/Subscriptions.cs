using System.Data.Common;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record;

namespace Toguna.Warn;

/// <summary>What somebody asked to be told of: an alert that meets all that is filled.</summary>
public sealed class Subscription
{
    public Guid SubscriptionId { get; init; }
    public string UserId { get; init; } = "";
    public Guid? PlaceId { get; init; }
    public string? PlaceName { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    /// <summary>Around the place.</summary>
    public int? WithinKm { get; init; }

    /// <summary>A kind of act.</summary>
    public string? Threat { get; init; }

    /// <summary>As near as this, or nearer.</summary>
    public int? Urgency { get; init; }
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>Whether an alert is one of those.</summary>
    public bool Meets(Alert alert) =>
        (Threat is null || Threat == alert.Threat)
        && (Urgency is not { } most || (int)alert.Urgency <= most)
        && (PlaceId is not { } place || place == alert.PlaceId || IsAround(alert));

    private bool IsAround(Alert alert) =>
        (Latitude, Longitude, WithinKm, alert.Latitude, alert.Longitude)
            is ({ } lat, { } lon, { } km, { } there, { } thereLon)
        && new GeoCircle(lat, lon, km).Contains(there, thereLon);
}

/// <summary>Keeps and reads what people asked to be told of.</summary>
public static class Subscriptions
{
    /// <summary>Most that one person may keep.</summary>
    public const int Most = 50;

    public static async Task<IReadOnlyList<Subscription>> OfAsync(
        DbConnection c,
        Caller caller,
        DbTransaction? tx = null
    ) =>
        (
            await c.QueryAsync<Subscription>(
                "SELECT * FROM subscription WHERE user_id = @Id ORDER BY subscription_id",
                new { caller.Id },
                tx
            )
        ).AsList();

    /// <returns>What is wrong; null: it is kept.</returns>
    public static async Task<Problem?> KeepAsync(WriteScope tx, Subscription asked, Caller caller)
    {
        if ((await OfAsync(tx.Connection, caller, tx.Transaction)).Count >= Most)
        {
            return WarnProblems.TooManyWanted(Most);
        }
        await tx.ExecuteAsync(
            """
            INSERT INTO subscription (subscription_id, user_id, place_id, place_name, latitude, longitude, within_km, threat, urgency, made_at)
            VALUES (@Id, @User, @PlaceId, @PlaceName, @Latitude, @Longitude, @WithinKm, @Threat, @Urgency, @Now)
            """,
            new
            {
                Id = tx.NewId(),
                User = caller.Id,
                asked.PlaceId,
                asked.PlaceName,
                asked.Latitude,
                asked.Longitude,
                asked.WithinKm,
                asked.Threat,
                asked.Urgency,
                tx.Now,
            }
        );
        return null;
    }

    /// <summary>One's own only; what is somebody else's is left alone.</summary>
    public static Task DropAsync(WriteScope tx, Guid subscription, Caller caller) =>
        tx.ExecuteAsync(
            "DELETE FROM subscription WHERE subscription_id = @subscription AND user_id = @Id",
            new { subscription, caller.Id }
        );

    /// <summary>Who asked for alerts such as this one.</summary>
    internal static async Task<IReadOnlyList<(Caller, string)>> MeetAsync(
        WriteScope tx,
        Alert alert,
        IReadOnlyList<Caller> all
    )
    {
        var asked = (await tx.QueryAsync<Subscription>("SELECT * FROM subscription"))
            .Where(s => s.Meets(alert))
            .Select(s => s.UserId)
            .ToHashSet();
        return [.. all.Where(c => asked.Contains(c.Id)).Select(c => (c, "subscription"))];
    }
}
