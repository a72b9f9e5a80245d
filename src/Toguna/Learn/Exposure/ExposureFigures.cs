using Toguna.Methods.Proportions;
using Toguna.Methods.Rates;
using Toguna.Record;

namespace Toguna.Learn.Exposure;

/// <summary>A base in a period: how exposed it was, and what it was told.</summary>
/// <param name="Days">The days of the period on which it stood.</param>
/// <param name="Incidents">Hostile acts of record near it on those days.</param>
/// <param name="OnMission">Of them, those of which an actor that is a mission was a part.</param>
public sealed record BaseFigures(
    Base Base,
    Period Days,
    long Incidents,
    long OnMission,
    IReadOnlyList<AlertReached> Alerts,
    DateTimeOffset AsOf
)
{
    public double PersonMonths { get; } = MonthsOf(Base, Days);

    /// <summary>Per person-month.</summary>
    public EventRate Rate { get; } = EventRate.Garwood(Incidents, MonthsOf(Base, Days));

    public SharingFigures Sharing { get; } = new(Alerts, AsOf);

    private static double MonthsOf(Base b, Period days) =>
        b.People * (days.To.DayNumber - days.From.DayNumber + 1) / Learn.Base.DaysOfMonth;
}

/// <summary>Bases of a group together.</summary>
/// <param name="Key">Of the group; empty: of none.</param>
public sealed record GroupFigures(string Key, IReadOnlyList<BaseFigures> Bases)
{
    public double PersonMonths => Bases.Sum(b => b.PersonMonths);

    public long Incidents => Bases.Sum(b => b.Incidents);

    public EventRate Rate { get; } = EventRate.Garwood(Bases.Sum(b => b.Incidents), Bases.Sum(b => b.PersonMonths));

    public SharingFigures Sharing { get; } =
        new([.. Bases.SelectMany(b => b.Alerts)], Bases.Select(b => b.AsOf).FirstOrDefault());
}

/// <summary>Two groups whose limits do not overlap: the one above the other.</summary>
public sealed record Gap(GroupFigures More, GroupFigures Less);

/// <summary>Exposure of bases against what they were told, by base and by group. Pure.</summary>
/// <remarks>
/// Groups are said to differ only where their 95 % limits do not overlap; of several such pairs the one farthest apart is named.
/// That is strict for two groups, and less so the more groups there are. Events near two bases are not independent of each other.
/// </remarks>
public sealed class ExposureFigures(IReadOnlyList<BaseFigures> bases)
{
    public IReadOnlyList<BaseFigures> Bases => bases;

    /// <summary>All together.</summary>
    public GroupFigures All { get; } = new("", bases);

    /// <summary>By group of countries; bases of none are in none.</summary>
    public IReadOnlyList<GroupFigures> ByGroup { get; } = By(bases, b => b.Group);

    public IReadOnlyList<GroupFigures> ByContingent { get; } = By(bases, b => b.Contingent);

    public IReadOnlyList<GroupFigures> ByComponent { get; } = By(bases, b => b.Component);

    /// <summary>Where more happens, against where less does; null: cannot be told apart.</summary>
    public Gap? Exposed => Apart(ByGroup, g => g.Rate.Rate is { } rate ? (rate, g.Rate.Lower, g.Rate.Upper) : null);

    /// <summary>Who was told more at the base itself, against who was told less; null: cannot be told apart.</summary>
    public Gap? ToldAtBase => Apart(ByGroup, g => Limits(g.Sharing.AtBase));

    /// <summary>The same of base and section together.</summary>
    public Gap? Told => Apart(ByGroup, g => Limits(g.Sharing.Told));

    /// <summary>
    /// Whether those who stand where more happens were told less (−1), told more (1), or neither can be said (0): of the same two
    /// groups both differences must be there.
    /// </summary>
    public int Equity =>
        Exposed is not { } exposed ? 0
        : IsAbove(exposed.Less.Sharing.AtBase, exposed.More.Sharing.AtBase) ? -1
        : IsAbove(exposed.More.Sharing.AtBase, exposed.Less.Sharing.AtBase) ? 1
        : 0;

    private static bool IsAbove(Proportion more, Proportion less) => more.Lower > less.Upper;

    private static (double, double, double)? Limits(Proportion p) =>
        p.Share is { } share ? (share, p.Lower, p.Upper) : null;

    private static List<GroupFigures> By(IReadOnlyList<BaseFigures> bases, Func<Base, string?> of) =>
        [
            .. bases
                .Where(b => of(b.Base) is not null)
                .GroupBy(b => of(b.Base)!)
                .Select(g => new GroupFigures(g.Key, [.. g]))
                .OrderByDescending(g => g.Rate.Rate ?? -1)
                .ThenBy(g => g.Key, StringComparer.Ordinal),
        ];

    private static Gap? Apart(
        IReadOnlyList<GroupFigures> groups,
        Func<GroupFigures, (double Value, double Lower, double Upper)?> of
    ) =>
        groups
            .SelectMany(more => groups, (more, less) => (more, less, a: of(more), b: of(less)))
            .Where(p => p.a is { } a && p.b is { } b && a.Lower > b.Upper)
            .OrderByDescending(p => p.a!.Value.Value - p.b!.Value.Value)
            .Select(p => new Gap(p.more, p.less))
            .FirstOrDefault();
}
