using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Messages;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Warn;

/// <summary>Tells people of an alert, in the transaction of what they are told of: in the product, and outside of it by a code and a link.</summary>
/// <remarks>
/// Nobody is told of what they may not know of, and nobody of what they did themselves. What somebody was told, when, by which
/// channels and why them is on record. Thread-safe.
/// </remarks>
public sealed class Telling(Installation house)
{
    /// <summary>Webhooks read as somebody of no section to whom nothing was opened: that there is an alert would tell of what it rests on.</summary>
    private static readonly Reach Programs = new(1, null, false, false, new HashSet<Guid>(), Release.Inside);

    /// <summary>It was issued: those who are to see to it, and whoever asked to be told of such.</summary>
    public async Task IssuedAsync(WriteScope tx, Guid alertId, Caller by)
    {
        var alert = await AlertRows.HereAsync(tx, alertId);
        var ground = await Ground.ReadAsync(tx);
        await TellAsync(
            tx,
            alert,
            ground,
            [.. OwnersOf(alert, ground.People), .. await Subscriptions.MeetAsync(tx, alert, ground.People)],
            new Told("issued"),
            by
        );
    }

    /// <summary>A section is asked for something, or sees to it from now on.</summary>
    /// <returns>How many were told.</returns>
    public async Task<int> ComponentAsync(WriteScope tx, Guid alertId, string component, string what, Caller by)
    {
        var alert = await AlertRows.HereAsync(tx, alertId);
        var ground = await Ground.ReadAsync(tx);
        var section = Of(component, ground.People).Select(c => (c, "component"));
        return await TellAsync(tx, alert, ground, section, new Told(what), by);
    }

    /// <summary>Everybody who was told of it before: it was called off, it went into another.</summary>
    public async Task AllToldAsync(WriteScope tx, Guid alertId, string what, Caller by)
    {
        var alert = await AlertRows.HereAsync(tx, alertId);
        var before = (
            await tx.QueryAsync<string>(
                "SELECT DISTINCT user_id FROM notice WHERE alert_id = @AlertId",
                new { alert.AlertId }
            )
        ).ToHashSet();
        var ground = await Ground.ReadAsync(tx);
        await TellAsync(
            tx,
            alert,
            ground,
            ground.People.Where(c => before.Contains(c.Id)).Select(c => (c, "told_before")),
            new Told(what),
            by
        );
    }

    /// <summary>A rung is climbed.</summary>
    /// <returns>How many were told; 0: nobody stands there who may know of it.</returns>
    internal async Task<int> RungAsync(WriteScope tx, Alert alert, Ground ground, Rung rung, int turn)
    {
        var to = ground.Profile.Of(rung).Role is { } role
            ? ground.People.Where(c => c.Roles.Contains(role)).Select(c => (c, "role"))
            : OwnersOf(alert, ground.People);
        return await TellAsync(tx, alert, ground, to, new Told(WordOf(rung), rung, turn), Caller.System);
    }

    internal static string WordOf(Rung rung) =>
        rung switch
        {
            Rung.Reminder => "reminder",
            Rung.NextInLine => "next_in_line",
            _ => "head_of_office",
        };

    /// <summary>One person, or one section: by hand.</summary>
    internal Task<int> SharedAsync(WriteScope tx, Alert alert, Ground ground, Func<Caller, bool> with, Caller by) =>
        TellAsync(tx, alert, ground, ground.People.Where(with).Select(c => (c, "shared")), new Told("shared"), by);

    /// <summary>Its owner; where nobody took it on, or the one who did has left, the section; where there is nobody, the duty officers.</summary>
    private static IReadOnlyList<(Caller, string)> OwnersOf(Alert alert, IReadOnlyList<Caller> all)
    {
        var owner = all.Where(c => c.Id == alert.OwnerUser && MayKnow(c, alert)).ToList();
        if (owner.Count > 0)
        {
            return [.. owner.Select(c => (c, "owner"))];
        }
        var section = Of(alert.OwnerComponent, all).Where(c => MayKnow(c, alert)).ToList();
        return section.Count > 0
            ? [.. section.Select(c => (c, "component"))]
            : [.. all.Where(c => c.Roles.Contains(Role.DutyOfficer)).Select(c => (c, "duty"))];
    }

    private static IEnumerable<Caller> Of(string component, IEnumerable<Caller> all) =>
        all.Where(c => c.Standing.Component?.ToString() == component && c.May(Permission.Act));

    private static bool MayKnow(Caller who, Alert alert) => who.May(Permission.Read) && MayKnow(who.Reach, alert);

    private static bool MayKnow(Reach reach, Alert alert) =>
        reach.Allows(alert.Classification, alert.Component, alert.CompartmentId, alert.Withheld);

    private async Task<int> TellAsync(
        WriteScope tx,
        Alert alert,
        Ground ground,
        IEnumerable<(Caller Who, string Why)> to,
        Told told,
        Caller by
    )
    {
        var people = to.Where(t => t.Who.Id != by.Id && MayKnow(t.Who, alert)).DistinctBy(t => t.Who.Id).ToList();
        var wanted = ground.Profile.Of(told.Rung).Channels;
        var reach = await Contacts.ReachAsync(tx, [.. people.Select(p => Guid.Parse(p.Who.Id))]);
        var ways = people.ToDictionary(
            p => p.Who.Id,
            p => wanted.Where(w => reach.GetValueOrDefault(Guid.Parse(p.Who.Id))?.Channels.Contains(w) == true).ToList()
        );
        await BulkInsert.IntoAsync(
            tx,
            "notice",
            [
                ("notice_id", Cell.Id),
                ("user_id", Cell.Text),
                ("at", Cell.Instant),
                ("what", Cell.Text),
                ("alert_id", Cell.Id),
                ("step", Cell.Text),
                ("why", Cell.Text),
                ("channels", Cell.Text),
            ],
            [
                .. people.Select(p =>
                    new object?[]
                    {
                        tx.NewId(),
                        p.Who.Id,
                        tx.Now,
                        told.What,
                        alert.AlertId,
                        told.Rung == Rung.None ? null : alert.Next?.Step,
                        p.Why,
                        ways[p.Who.Id] is { Count: > 0 } by ? string.Join(' ', by) : null,
                    }
                ),
            ]
        );
        await SendAsync(tx, alert, told, ways, ground.Profile);
        return people.Count;
    }

    private async Task SendAsync(
        WriteScope tx,
        Alert alert,
        Told told,
        Dictionary<string, List<string>> ways,
        EscalationProfile profile
    )
    {
        var urgent = alert.Urgency == Urgency.Imminent;
        var notBefore = urgent ? null : profile.Quiet?.EndAfter(tx.Now, house.Zone);
        var kind = "alert." + told.What;
        // What is said again is another message: of a rung the same one never is.
        var key =
            told.Rung == Rung.None
                ? $"{kind}:{alert.AlertId}:{tx.NewId()}"
                : $"{kind}:{alert.AlertId}:{alert.Next?.Step}:{told.Turn}";
        foreach (var (user, channels) in ways)
        {
            foreach (var channel in channels)
            {
                await Outbox.QueueAsync(
                    tx,
                    new OutMessage(
                        $"{key}:{user}:{channel}",
                        channel,
                        Guid.Parse(user),
                        kind,
                        alert.Reference,
                        "/alerts/" + alert.Reference,
                        urgent,
                        notBefore
                    )
                );
            }
        }
        if (!alert.Exercise && MayKnow(Programs, alert))
        {
            await Outbox.QueueForWebhooksAsync(tx, key, kind, alert.Reference, "/alerts/" + alert.Reference);
        }
    }

    /// <summary>Who there is and what the mission wants: read once for all who are told in one transaction.</summary>
    internal sealed record Ground(IReadOnlyList<Caller> People, EscalationProfile Profile)
    {
        public static async Task<Ground> ReadAsync(WriteScope tx) =>
            new(await Colleagues.AllAsync(tx), await EscalationProfile.ReadAsync(tx.Connection, tx.Transaction));
    }

    /// <param name="Turn">Of a rung.</param>
    private sealed record Told(string What, Rung Rung = Rung.None, int Turn = 0);
}
