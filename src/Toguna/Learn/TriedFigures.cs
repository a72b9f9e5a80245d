using Toguna.Methods.Proportions;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna.Learn;

/// <summary>A past alert: what was begun about it, and what followed as far as is known now.</summary>
/// <param name="Kinds">Response types of which a task began; empty: nothing was done.</param>
/// <param name="Outcome">One of <see cref="AlertOutcome"/>.</param>
public sealed record TriedAlert(IReadOnlySet<string> Kinds, string Outcome);

/// <summary>What followed where a response was tried.</summary>
/// <param name="Type">Null: nothing was done.</param>
/// <param name="Alerts">How many alerts had it.</param>
/// <param name="Harm">In how many of those whose outcome is known harm occurred.</param>
/// <param name="Averted">In how many of the same none did, as far as anybody knows.</param>
public sealed record TriedRow(ResponseType? Type, int Alerts, Proportion Harm, Proportion Averted)
{
    /// <summary>Below it figures say nothing, and are listed all the same.</summary>
    public const int Few = 5;

    public int Unknown => Alerts - Harm.Of;

    public bool IsTooFew => Alerts < Few;
}

/// <summary>Which responses were tried about alerts like one, and what followed. Pure.</summary>
/// <remarks>
/// An alert with two kinds of task counts in both rows. Shares are out of those whose outcome is known, with
/// <see cref="Proportion.Wilson"/>'s limits. What followed is not what was brought about: the gravest threats get the
/// strongest responses, and who had nothing done was often out of reach; no row is compared with another by a test.
/// </remarks>
public sealed class TriedFigures
{
    public TriedFigures(IReadOnlyCollection<TriedAlert> alerts)
    {
        Alerts = alerts.Count;
        Rows =
        [
            .. ResponseTypes
                .All.Select(t => Row(t, [.. alerts.Where(a => a.Kinds.Contains(t.Code))]))
                .Where(r => r.Alerts > 0),
        ];
        Nothing = Row(null, [.. alerts.Where(a => a.Kinds.Count == 0)]);
    }

    public int Alerts { get; }

    /// <summary>Of responses that were tried at least once, the least militarised first.</summary>
    public IReadOnlyList<TriedRow> Rows { get; }

    /// <summary>The same where nothing was done.</summary>
    public TriedRow Nothing { get; }

    private static TriedRow Row(ResponseType? type, List<TriedAlert> alerts)
    {
        var known = alerts.Count(a => a.Outcome is AlertOutcome.Harm or AlertOutcome.Averted);
        return new TriedRow(
            type,
            alerts.Count,
            Proportion.Wilson(alerts.Count(a => a.Outcome == AlertOutcome.Harm), known),
            Proportion.Wilson(alerts.Count(a => a.Outcome == AlertOutcome.Averted), known)
        );
    }
}
