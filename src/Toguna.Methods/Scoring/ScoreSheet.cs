using Toguna.Methods.Numerics;

namespace Toguna.Methods.Scoring;

/// <summary>Means of the scores of many forecasts.</summary>
/// <param name="Outcomes">How many forecasts were scored.</param>
/// <param name="Crps">Mean <see cref="Scoring.Crps"/>, in the units of the target; null without outcomes, as all of these.</param>
/// <param name="Ignorance">Mean <see cref="IgnoranceScore"/>, in bits.</param>
/// <param name="Interval">Mean interval score at 90 %: the MIS.</param>
/// <param name="Coverage90">Share of outcomes within their 90 % interval; .9 when intervals mean what they say.</param>
/// <param name="ActiveOutcomes">How many of the outcomes belong to active units.</param>
/// <param name="Coverage90Active">The same share among active units; null when there are none.</param>
/// <param name="Brier1">Mean <see cref="Brier"/> score for one death or more.</param>
/// <param name="Brier25">For 25 or more.</param>
public sealed record MeanScores(
    int Outcomes,
    double? Crps,
    double? Ignorance,
    double? Interval,
    double? Coverage90,
    int ActiveOutcomes,
    double? Coverage90Active,
    double? Brier1,
    double? Brier25
);

/// <summary>Adds up the scores of forecasts, one outcome after the other. Not thread-safe.</summary>
public sealed class ScoreSheet
{
    /// <summary>Forecasts of fewer draws are expanded to so many before bins are counted.</summary>
    public const int FewestForBins = 1000;

    private int outcomes;
    private int activeOutcomes;
    private int covered;
    private int activeCovered;
    private double crps;
    private double ignorance;
    private double interval;
    private double brier1;
    private double brier25;

    /// <summary>Scores one forecast.</summary>
    /// <param name="observed">The outcome; finite, 0 or more.</param>
    /// <param name="draws">The forecast. Shape (S,), S ≥ 1, any order, not changed; finite, 0 or more.</param>
    /// <param name="active">Whether the unit is one where something happens: the others make any forecast look calibrated.</param>
    /// <exception cref="ArgumentException">There are no draws.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds; the message names it and its position.</exception>
    public void Add(double observed, ReadOnlySpan<double> draws, bool active)
    {
        Sample.Check(observed, draws);
        ReadOnlySpan<double> ordered = Sample.Ordered(draws);
        var binned = ordered;
        if (ordered.Length < FewestForBins)
        {
            var equal = new double[ordered.Length];
            Array.Fill(equal, 1);
            binned = WeightedQuantiles.Of(ordered, equal, FewestForBins);
        }
        ignorance += IgnoranceScore.Score(observed, binned);
        crps += Crps.Score(observed, ordered);
        var central = IntervalScore.Of(observed, ordered);
        interval += central.Score;
        brier1 += Brier.Score(observed, ordered, 1);
        brier25 += Brier.Score(observed, ordered, 25);
        outcomes++;
        covered += central.Covers ? 1 : 0;
        activeOutcomes += active ? 1 : 0;
        activeCovered += active && central.Covers ? 1 : 0;
    }

    /// <summary>The means of what was added.</summary>
    public MeanScores Means() =>
        new(
            outcomes,
            Mean(crps),
            Mean(ignorance),
            Mean(interval),
            Mean(covered),
            activeOutcomes,
            activeOutcomes == 0 ? null : (double)activeCovered / activeOutcomes,
            Mean(brier1),
            Mean(brier25)
        );

    private double? Mean(double sum) => outcomes == 0 ? null : sum / outcomes;
}
