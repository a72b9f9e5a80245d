namespace Toguna.Warn;

/// <summary>Forecasts of all areas that were issued together, from the same data.</summary>
public sealed class ForecastIssue
{
    public Guid IssueId { get; init; }
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>The last day that it knows of; the end of a month.</summary>
    public DateOnly DataUntil { get; init; }

    /// <summary>Made afterwards, from the record as it stood when it was issued: a backcast, and no track record.</summary>
    public bool Retrospective { get; init; }
    public string Method { get; init; } = "";
    public int MethodVersion { get; init; }
    public int Areas { get; init; }

    /// <summary>Of the panel that it was made of.</summary>
    public int Months { get; init; }

    /// <summary>Fingerprint of that panel, SHA-256 in lower-case hexadecimal digits.</summary>
    public string PanelSha256 { get; init; } = "";
}

/// <summary>How many may be killed in one area and month, with its score once that is known.</summary>
public sealed class Forecast
{
    private ForecastShape? shape;
    private ForecastShape? usual;

    public Guid ForecastId { get; init; }
    public Guid IssueId { get; init; }
    public DateTimeOffset IssuedAt { get; init; }
    public DateOnly DataUntil { get; init; }
    public bool Retrospective { get; init; }

    /// <summary>Empty where the record gives none.</summary>
    public string Country { get; init; } = "";

    /// <summary>First-level area.</summary>
    public string Area { get; init; } = "";

    /// <summary>The first day of the month.</summary>
    public DateOnly Month { get; init; }

    /// <summary>Months after the data: 1 to <see cref="ForecastIssues.Horizons"/>.</summary>
    public int Horizon { get; init; }
    public string Draws { get; init; } = "";
    public string Benchmark { get; init; } = "";

    /// <summary><c>pool</c>, as the method means it; <c>own_history</c> or <c>quiet_units</c> where the data cannot bear more.</summary>
    public string Basis { get; init; } = "";
    public double Mean { get; init; }

    /// <summary>The chance that anybody is killed.</summary>
    public double PAny { get; init; }

    /// <summary>The chance of <see cref="ForecastIssues.Many"/> or more.</summary>
    public double P25 { get; init; }
    public long Lower90 { get; init; }
    public long Upper90 { get; init; }
    public double BenchmarkPAny { get; init; }
    public double BenchmarkP25 { get; init; }

    /// <summary>How many were killed, as the record stood when it was scored; null: not scored yet.</summary>
    public long? Outcome { get; init; }
    public double? Crps { get; init; }
    public double? BenchmarkCrps { get; init; }
    public double? Ign { get; init; }
    public bool? Covered90 { get; init; }
    public DateTimeOffset? ScoredAt { get; init; }

    public ForecastShape Shape => shape ??= ForecastShape.Parse(Draws);

    /// <summary>What the benchmark says.</summary>
    public ForecastShape Usual => usual ??= ForecastShape.Parse(Benchmark);

    public DateOnly LastDay => Month.AddMonths(1).AddDays(-1);
}

/// <summary>The forecasts of one area, with what had been observed when they were issued.</summary>
/// <param name="Observed">Killed by month, the oldest first; the last is the month of <see cref="ForecastIssue.DataUntil"/>.</param>
/// <param name="Months">By horizon.</param>
public sealed record AreaForecast(
    ForecastIssue Issue,
    string Country,
    string Area,
    IReadOnlyList<long> Observed,
    IReadOnlyList<Forecast> Months
)
{
    /// <summary>What resembled the present most when they were issued, the nearest first; none of a backcast.</summary>
    public IReadOnlyList<AlikeMonth> Alike { get; init; } = [];

    /// <summary>The first day of an observed month.</summary>
    public DateOnly MonthOf(int observed) =>
        new DateOnly(Issue.DataUntil.Year, Issue.DataUntil.Month, 1).AddMonths(observed - Observed.Count + 1);

    /// <summary>The one that a reader of today asks for first: the first month that is not over, or else the last one.</summary>
    public static int HorizonOf(IReadOnlyList<Forecast> months, DateOnly today) =>
        months.FirstOrDefault(m => m.LastDay >= today)?.Horizon ?? months[^1].Horizon;
}

/// <summary>A past month of an area that resembled another one's present.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Followed">Killed in the month after it.</param>
public sealed record AlikeMonth(string Area, DateOnly Month, long Followed);

/// <summary>From when until when everybody's record goes, and why nothing can be issued from it.</summary>
/// <param name="First">Its first month, years times twelve plus months from 0; null: there is nothing.</param>
/// <param name="Last">Its newest whole month.</param>
/// <param name="Due">The month that is to be known by now.</param>
public sealed record ForecastStanding(int? First, int? Last, int Due)
{
    /// <summary>Months from the first to the newest.</summary>
    public int Months => First is { } first && Last is { } last ? last - first + 1 : 0;

    /// <summary><c>none</c>, <c>short</c> or <c>ended</c>; null: nothing stands in the way.</summary>
    public string? WhyNot =>
        Last is not { } last ? "none"
        : Months < ForecastIssues.LeastMonths ? "short"
        : last < Due - ForecastIssues.MostBehind ? "ended"
        : null;
}

/// <summary>What a run of the forecaster did.</summary>
/// <param name="Issued">How many issues were made.</param>
/// <param name="Areas">Of the newest of them.</param>
/// <param name="DataUntil">Likewise; null: none was made.</param>
/// <param name="Scored">Forecasts whose month was long enough over.</param>
/// <param name="WhyNot">As in <see cref="ForecastStanding.WhyNot"/>, or <c>already</c>.</param>
public sealed record ForecastRun(
    int Issued,
    int Areas,
    DateOnly? DataUntil,
    int Scored,
    double Seconds,
    string? WhyNot
);
