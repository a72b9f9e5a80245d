using Toguna.Methods.Proportions;
using Toguna.Methods.Survival;
using Toguna.Warn;

namespace Toguna.Learn.Exposure;

/// <summary>One alert near one base, and how it came there.</summary>
/// <param name="AtBase">When it was first handed on to the base, or to its unit, by name; null: never.</param>
/// <param name="InSection">When somebody of the base's section first knew of it; null: nobody of it ever did.</param>
/// <param name="Opened">Somebody who was told so opened it.</param>
/// <param name="KeptBack">Why it was kept from them, if nobody told them: <see cref="AlertShare.Reasons"/>.</param>
public sealed record AlertReached(
    long Number,
    string Title,
    DateTimeOffset Received,
    DateTimeOffset? AtBase,
    DateTimeOffset? InSection,
    bool Opened,
    IReadOnlyList<string> KeptBack
)
{
    public string Reference => Alert.ReferenceOf(Number);

    public DateTimeOffset? Told => AtBase is null || InSection < AtBase ? InSection ?? AtBase : AtBase;

    /// <summary>How it counts: base, section, kept or never.</summary>
    public string CountedAs =>
        AtBase is not null ? "base"
        : InSection is not null ? "section"
        : KeptBack.Count > 0 ? "kept"
        : "never";
}

/// <summary>Of alerts near bases: how many came there, how late, how completely. Pure.</summary>
/// <remarks>
/// An alert near two bases counts at each. Times run from <em>received</em>; one that was never told counts as not told for
/// as long as it could have been, and so never as a quick one (<see cref="KaplanMeier"/>).
/// </remarks>
public sealed class SharingFigures
{
    public SharingFigures(IReadOnlyCollection<AlertReached> alerts, DateTimeOffset asOf)
    {
        Alerts = alerts.Count;
        AtBase = Proportion.Wilson(alerts.Count(a => a.AtBase is not null), Alerts);
        Told = Proportion.Wilson(alerts.Count(a => a.Told is not null), Alerts);
        Opened = Proportion.Wilson(alerts.Count(a => a.Told is not null && a.Opened), Told.Hits);
        KeptBack =
        [
            .. alerts
                .Where(a => a.CountedAs == "kept")
                .GroupBy(a => a.KeptBack[0])
                .Select(g => (g.Key, g.Count()))
                .OrderByDescending(g => g.Item2)
                .ThenBy(g => g.Key, StringComparer.Ordinal),
        ];
        Never = alerts.Count(a => a.CountedAs == "never");
        Untold = KaplanMeier.Estimate([
            .. alerts.Select(a => new CaseTime(
                Math.Max(0, ((a.Told ?? asOf) - a.Received).TotalMinutes),
                a.Told is not null
            )),
        ]);
    }

    public int Alerts { get; }

    /// <summary>Handed on to the base or the unit by name, out of all near it.</summary>
    public Proportion AtBase { get; }

    /// <summary>Known to the base or to somebody of its section, out of all near it.</summary>
    public Proportion Told { get; }

    /// <summary>Opened by somebody, out of those told.</summary>
    public Proportion Opened { get; }

    /// <summary>Told to nobody there because somebody kept it back: by the latest reason, the most frequent first.</summary>
    public IReadOnlyList<(string Reason, int Count)> KeptBack { get; }

    /// <summary>Neither told nor kept back for a reason.</summary>
    public int Never { get; }

    /// <summary>How many are still untold, by minutes from received.</summary>
    public SurvivalCurve Untold { get; }
}
