using System.Data.Common;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Warn;

/// <summary>That an alert was handed on sideways, or outside; or kept back, and why.</summary>
public sealed class AlertShare
{
    /// <summary>Why somebody did not get it.</summary>
    public static readonly IReadOnlyList<string> Reasons =
    [
        "channel",
        "language",
        "classification",
        "consent",
        "other",
    ];

    public Guid ShareId { get; init; }
    public Guid AlertId { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";

    /// <summary>A section of the mission.</summary>
    public string? Component { get; init; }

    /// <summary>Or one person of it.</summary>
    public string? UserId { get; init; }

    /// <summary>Or a force outside of it, by name.</summary>
    public string? Outside { get; init; }

    /// <summary>The patrol base or post that it went to.</summary>
    public string? Base { get; init; }

    /// <summary>One of <see cref="Reasons"/>; null: it went.</summary>
    public string? Withheld { get; init; }
    public string? Note { get; init; }

    /// <summary>Outside: the due-diligence file that this support belongs to.</summary>
    public string? Diligence { get; init; }

    /// <summary>Outside: exactly what was said.</summary>
    public string? Words { get; init; }
}

/// <summary>With whom an alert is to be shared, as somebody says it.</summary>
/// <param name="Component">A section of the mission; empty: none.</param>
/// <param name="Person">The name of an account; empty: nobody.</param>
/// <param name="Outside">A force outside; empty: none.</param>
/// <param name="NamesNobody">They say that the words name no suspected person, household or community.</param>
public sealed record ShareFacts(
    string Component,
    string Person,
    string Outside,
    string Base,
    string Withheld,
    string Note,
    string Diligence,
    string Words,
    bool NamesNobody
);

/// <summary>Hands alerts on, and keeps on record who received what, and why somebody did not. Thread-safe.</summary>
public sealed class AlertShares(Telling telling, AlertSteps steps)
{
    public static async Task<IReadOnlyList<AlertShare>> OfAsync(DbConnection c, Guid alert) =>
        (
            await c.QueryAsync<AlertShare>(
                "SELECT * FROM alert_share WHERE alert_id = @alert ORDER BY share_id DESC",
                new { alert }
            )
        ).AsList();

    /// <summary>
    /// To one section or one person of the mission, who are told at once; or to a force outside, to whom somebody says the words
    /// that are kept here.
    /// </summary>
    /// <remarks>
    /// What goes to a force outside is a support under due diligence (HRDDP): it says who is at risk and where to protect, never
    /// who is suspected, and rests on nothing whose source does not let it leave the mission.
    /// </remarks>
    public async Task<Problem?> ShareAsync(AlertAt at, ShareFacts facts)
    {
        var (tx, reference, _, caller) = at;
        if (await AlertBook.FindAsync(tx, reference, caller) is not { } alert)
        {
            return WarnProblems.AlertUnknown(reference);
        }
        var ground = await Telling.Ground.ReadAsync(tx);
        var person =
            facts.Person.Length == 0
                ? null
                : ground.People.FirstOrDefault(c =>
                    string.Equals(c.Name, facts.Person, StringComparison.OrdinalIgnoreCase)
                );
        if (Refuse(alert, facts, person, caller) is { } problem)
        {
            return problem;
        }
        var told =
            facts.Withheld.Length > 0 || facts.Outside.Length > 0
                ? 1
                : await telling.SharedAsync(
                    tx,
                    alert,
                    ground,
                    who =>
                        person is not null
                            ? who.Id == person.Id
                            : who.Standing.Component?.ToString() == facts.Component,
                    caller
                );
        if (told == 0)
        {
            return WarnProblems.NobodyMayKnow(person?.Name ?? ComponentWords.Name(facts.Component)).At("share-with");
        }
        await tx.ExecuteAsync(
            """
            INSERT INTO alert_share (share_id, alert_id, at, by_user, component, user_id, outside, base, withheld, note, diligence, words)
            VALUES (@Share, @AlertId, @Now, @Id, @Component, @User, @Outside, @Base, @Withheld, @Note, @Diligence, @Words)
            """,
            new
            {
                Share = tx.NewId(),
                alert.AlertId,
                tx.Now,
                caller.Id,
                Component = Kept(facts.Component),
                User = person?.Id,
                Outside = Kept(facts.Outside),
                Base = Kept(facts.Base),
                Withheld = Kept(facts.Withheld),
                Note = Kept(facts.Note),
                Diligence = facts.Outside.Length > 0 ? Kept(facts.Diligence) : null,
                Words = facts.Outside.Length > 0 && facts.Withheld.Length == 0 ? facts.Words : null,
            }
        );
        await steps.TellAsync(
            tx,
            alert.AlertId,
            caller,
            facts.Withheld.Length > 0 ? "kept_back" : "shared",
            new { outside = facts.Outside.Length > 0 }
        );
        return null;
    }

    private static Problem? Refuse(Alert alert, ShareFacts f, Caller? person, Caller caller)
    {
        var with = new[] { f.Component, f.Person, f.Outside }.Count(w => w.Length > 0);
        var isOutside = f.Outside.Length > 0 && f.Withheld.Length == 0;
        return with != 1 ? WarnProblems.ShareWithOne().At("share-with")
            : alert.State == AlertState.Draft || alert.HasEnded
                ? WarnProblems.ChangedMeanwhile(alert.Reference, AlertWords.State(alert.State))
            : f.Component.Length > 0
            && !(Enum.TryParse<Component>(f.Component, out var c) && ComponentWords.OfMission.Contains(c))
                ? WarnProblems.NotOffered(f.Component, string.Join(", ", ComponentWords.OfMission)).At("share-with")
            : f.Person.Length > 0 && person is null ? WarnProblems.PersonUnknown(f.Person).At("share-person")
            : f.Withheld.Length > 0 && !AlertShare.Reasons.Contains(f.Withheld)
                ? WarnProblems.NotOffered(f.Withheld, string.Join(", ", AlertShare.Reasons)).At("withheld")
            : isOutside ? RefuseOutside(alert, f, caller)
            : null;
    }

    private static Problem? RefuseOutside(Alert alert, ShareFacts f, Caller caller) =>
        !caller
            .For(Release.Outside(Audience.HostState))
            .Reach.Allows(alert.Classification, alert.Component, alert.CompartmentId, alert.Withheld)
            ? WarnProblems.NotOutside(alert.Reference).At("outside")
        : f.Diligence.Length == 0 ? WarnProblems.Missing("diligence").At("diligence")
        : f.Words.Length == 0 ? WarnProblems.Missing("words").At("words")
        : alert.ByWhom is { Length: > 3 } suspect
        && f.Words.Contains(suspect, StringComparison.CurrentCultureIgnoreCase)
            ? WarnProblems.NamesSuspects(suspect).At("words")
        : !f.NamesNobody ? WarnProblems.Missing("names_nobody").At("names-nobody")
        : null;

    private static string? Kept(string text) => text.Length > 0 ? text : null;
}
