using System.Globalization;
using Toguna.Foundation;
using Toguna.Methods.Scoring;

namespace Toguna.Warn.Forecasts;

/// <summary>How a forecast that was made anywhere did, against what happened.</summary>
/// <param name="Units">How many units have a scored outcome.</param>
/// <param name="Draws">Of each forecast; all have as many.</param>
/// <param name="Scores">The means over unit and month.</param>
/// <param name="OutcomesUnknown">Rows of outcomes without a value: not scored, and no zeros.</param>
/// <param name="DrawsWithoutOutcome">Unit-months that were forecast and have no outcome: not scored.</param>
public sealed record ForecastScore(
    int Units,
    int Draws,
    MeanScores Scores,
    int OutcomesUnknown,
    int DrawsWithoutOutcome
);

/// <summary>Scores a file of draws against a file of outcomes, in the layout of the VIEWS prediction challenge.</summary>
public static class ScoreForecast
{
    private static readonly string[] Units = ["country_id", "priogrid_gid", "priogrid_id"];
    private static readonly string[] Months = ["month_id"];
    private static readonly string[] Values = ["fatalities", "outcome"];

    /// <summary>Reads both files and scores each unit and month.</summary>
    /// <param name="actuals">Columns <c>country_id, month_id, fatalities</c>; CSV, also packed with gzip.</param>
    /// <param name="draws">The same and <c>draw</c>, a row per draw, in any order.</param>
    /// <exception cref="ProblemException">
    /// A file is missing or no table; a value is none, with its line and column; a row stands twice; an outcome has no draws; forecasts
    /// have unlike numbers of draws.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ForecastScore Run(FileInfo actuals, FileInfo draws, CancellationToken ct = default)
    {
        var (outcomes, unknown) = ReadOutcomes(actuals, ct);
        var (forecasts, without) = ReadDraws(draws, outcomes, ct);
        var sheet = new ScoreSheet();
        var count = forecasts.Count == 0 ? 0 : forecasts.Values.Max(f => f.Values.Count);
        foreach (var ((unit, month), observed) in outcomes)
        {
            ct.ThrowIfCancellationRequested();
            if (!forecasts.TryGetValue((unit, month), out var forecast))
            {
                throw WarnProblems.ForecastDrawsMissing(draws.Name, unit, MonthNumber.Write(month)).Raise();
            }
            if (forecast.Values.Count != count)
            {
                throw WarnProblems
                    .ForecastDrawsUneven(draws.Name, unit, MonthNumber.Write(month), forecast.Values.Count, count)
                    .Raise();
            }
            sheet.Add(observed, forecast.Values.ToArray(), active: false);
        }
        return new ForecastScore(outcomes.Keys.DistinctBy(k => k.Unit).Count(), count, sheet.Means(), unknown, without);
    }

    private static (Dictionary<(string Unit, int Month), double> Outcomes, int Unknown) ReadOutcomes(
        FileInfo file,
        CancellationToken ct
    )
    {
        using var table = new ForecastTable(file);
        var (unit, month, value) = (table.Column(Units), table.Column(Months), table.Column(Values));
        var outcomes = new Dictionary<(string Unit, int Month), double>();
        var unknown = 0;
        foreach (var row in table.Rows())
        {
            ct.ThrowIfCancellationRequested();
            var key = (table.Unit(row, unit), table.Month(row, month));
            if (table.Known(row, value) is not { } observed)
            {
                unknown++;
            }
            else if (!outcomes.TryAdd(key, observed))
            {
                throw table.Twice(row, key.Item1, key.Item2);
            }
        }
        return outcomes.Count > 0 ? (outcomes, unknown) : throw table.Nothing();
    }

    private static (Dictionary<(string Unit, int Month), Forecast> Forecasts, int Without) ReadDraws(
        FileInfo file,
        Dictionary<(string Unit, int Month), double> outcomes,
        CancellationToken ct
    )
    {
        using var table = new ForecastTable(file);
        var (unit, month, value) = (table.Column(Units), table.Column(Months), table.Column(Values));
        var draw = table.Find("draw");
        var forecasts = new Dictionary<(string Unit, int Month), Forecast>(outcomes.Count);
        var without = new HashSet<(string, int)>();
        foreach (var row in table.Rows())
        {
            ct.ThrowIfCancellationRequested();
            var key = (table.Unit(row, unit), table.Month(row, month));
            var drawn = table.Number(row, value);
            if (!outcomes.ContainsKey(key))
            {
                without.Add(key);
                continue;
            }
            if (!forecasts.TryGetValue(key, out var forecast))
            {
                forecasts[key] = forecast = new Forecast([], []);
            }
            forecast.Values.Add(drawn);
            if (draw >= 0 && !(Whole(row.Cells[draw]) is { } number && forecast.Numbers.Add(number)))
            {
                throw table.Refuse(row, draw, "draw");
            }
        }
        return (forecasts, without.Count);
    }

    private static int? Whole(string cell) =>
        int.TryParse(cell, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The draws of one unit and month, and the numbers they have in the file, so that none is counted twice.</summary>
    private sealed record Forecast(List<double> Values, HashSet<int> Numbers);
}
