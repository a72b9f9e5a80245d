using System.Data.Common;
using System.Text.Json;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Messages;
using Toguna.Gather;

namespace Toguna.Warn;

/// <summary>Who is told when nobody answers: one after the other.</summary>
public enum Rung
{
    /// <summary>Nobody is late: an alert was issued, handed over, called off.</summary>
    None,

    /// <summary>Its owner, before the step is due.</summary>
    Reminder,
    NextInLine,
    HeadOfOffice,
}

/// <summary>When each rung is climbed, who stands on it and by which channels they are told outside of the program.</summary>
/// <remarks>
/// The program's own profile holds until the mission sets another (<c>/administration/escalation</c>); every profile that held
/// is kept. In the product people are told at once, always. Immutable.
/// </remarks>
/// <param name="Times">One for each urgency.</param>
/// <param name="Ways">One for each rung, <see cref="Rung.None"/> included.</param>
/// <param name="Quiet">Messages outside of the product wait for their end, but those about an imminent threat.</param>
public sealed record EscalationProfile(IReadOnlyList<RungTimes> Times, IReadOnlyList<RungWay> Ways, QuietHours? Quiet)
{
    public static EscalationProfile Default { get; } =
        new(
            [
                new(Urgency.Imminent, -5, 0, 15, 60),
                new(Urgency.Near, -30, 0, 120, 12 * 60),
                new(Urgency.Emerging, -4 * 60, 0, 24 * 60, 3 * 24 * 60),
            ],
            [
                new(Rung.None, null, Email: true, Sms: false),
                new(Rung.Reminder, null, Email: true, Sms: false),
                new(Rung.NextInLine, Role.ProtectionAdviser, Email: true, Sms: true),
                new(Rung.HeadOfOffice, Role.Leadership, Email: true, Sms: true),
            ],
            null
        );

    public RungTimes Of(Urgency urgency) => Times.Single(t => t.Urgency == urgency);

    public RungWay Of(Rung rung) => Ways.Single(w => w.Rung == rung);

    /// <summary>The one that holds.</summary>
    public static async Task<EscalationProfile> ReadAsync(DbConnection c, DbTransaction? tx = null) =>
        await c.QueryFirstOrDefaultAsync<string>(
            "SELECT profile FROM escalation_profile ORDER BY profile_id DESC LIMIT 1",
            transaction: tx
        )
            is { } kept
            ? JsonSerializer.Deserialize<EscalationProfile>(kept)!
            : Default;
}

/// <summary>Minutes after a step was due; before it, where they are below zero.</summary>
/// <param name="Reminder">Below zero or zero.</param>
/// <param name="HeadOfOffice">Not before <paramref name="NextInLine"/>.</param>
/// <param name="Again">From one call of the head of office to the next, as long as nothing happens; at least 5.</param>
public sealed record RungTimes(Urgency Urgency, int Reminder, int NextInLine, int HeadOfOffice, int Again)
{
    public TimeSpan After(Rung rung) =>
        TimeSpan.FromMinutes(
            rung switch
            {
                Rung.Reminder => Reminder,
                Rung.NextInLine => NextInLine,
                _ => HeadOfOffice,
            }
        );
}

/// <param name="Role">Who stands there; null: the owner.</param>
public sealed record RungWay(Rung Rung, Role? Role, bool Email, bool Sms)
{
    public IReadOnlyList<string> Channels =>
        [.. new[] { Email ? Channel.Email : null, Sms ? Channel.Sms : null }.OfType<string>()];
}
