using Toguna.Foundation;
using Toguna.Methods.Forecasting;
using Toguna.Methods.Scoring;

namespace Toguna.Warn.Forecasts;

/// <summary>What to test on what.</summary>
/// <param name="FirstYear">First window; forecasts are made from data to October of the year before.</param>
/// <param name="LastYear">Last window, not before the first.</param>
/// <param name="Models">Which of <see cref="ForecastModel.All"/>; the benchmark is always among what is tested.</param>
/// <param name="Seed">For models that draw by chance.</param>
public sealed record BacktestPlan(int FirstYear, int LastYear, IReadOnlyCollection<string> Models, ulong Seed = 1);

/// <summary>How one model did in one window.</summary>
/// <param name="Seconds">To make the forecast, not to score it.</param>
public sealed record ModelScores(MeanScores Scores, double Seconds);

/// <summary>One year that was forecast.</summary>
/// <param name="Units">How many units were there when the forecast was made.</param>
/// <param name="Models">By name, in the order of <see cref="ForecastModel.All"/>.</param>
public sealed record BacktestWindow(int Year, int Units, IReadOnlyDictionary<string, ModelScores> Models);

/// <summary>How one model did over all windows.</summary>
/// <param name="MeanCrps">Mean of the windows' CRPS; null when nothing was scored.</param>
/// <param name="RatioToConflictology12">Mean of the windows' ratios of its CRPS to the benchmark's; below 1 is better; null where the benchmark's is 0.</param>
/// <param name="Wins">Windows in which its CRPS is below the benchmark's.</param>
public sealed record ModelSummary(double? MeanCrps, double? RatioToConflictology12, int Wins);

/// <summary>What came out of a test.</summary>
public sealed record BacktestResult(
    IReadOnlyList<BacktestWindow> Windows,
    IReadOnlyDictionary<string, ModelSummary> Summary
);

/// <summary>Tests models on years that have happened, each with what was known in October of the year before and nothing later.</summary>
public static class BacktestForecast
{
    /// <summary>Runs all models on all windows.</summary>
    /// <param name="told">Called before each forecast with what is done of all, for progress.</param>
    /// <exception cref="ProblemException">The series does not hold a window.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BacktestResult Run(
        ForecastSeries series,
        BacktestPlan plan,
        TimeProvider time,
        Action<int, int, string>? told = null,
        CancellationToken ct = default
    )
    {
        ForecastModel[] models =
        [
            .. ForecastModel.All.Where(m => m.Name == ForecastModel.Benchmark || plan.Models.Contains(m.Name)),
        ];
        var years = Enumerable.Range(plan.FirstYear, plan.LastYear - plan.FirstYear + 1).ToList();
        foreach (var year in years)
        {
            if (Cutoff(year) < series.First || MonthNumber.January(year) + 11 > series.Last)
            {
                throw WarnProblems
                    .ForecastWindowOutside(year, MonthNumber.Write(series.First), MonthNumber.Write(series.Last))
                    .Raise();
            }
        }
        var windows = new List<BacktestWindow>();
        foreach (var year in years)
        {
            var (known, outcomes) = series.At(Cutoff(year), Evaluation.LastHorizon);
            var scores = new Dictionary<string, ModelScores>();
            foreach (var model in models)
            {
                ct.ThrowIfCancellationRequested();
                told?.Invoke(
                    windows.Count * models.Length + scores.Count,
                    years.Count * models.Length,
                    $"{year} {model.Name}"
                );
                var began = time.GetTimestamp();
                var forecast = model.Forecast(known, Evaluation.LastHorizon, plan.Seed, ct);
                var seconds = time.GetElapsedTime(began).TotalSeconds;
                scores[model.Name] = new ModelScores(Evaluation.Score(known, forecast, outcomes), seconds);
            }
            windows.Add(new BacktestWindow(year, known.Units.Count, scores));
        }
        return new BacktestResult(windows, models.ToDictionary(m => m.Name, m => Summary(windows, m.Name)));
    }

    /// <summary>October of the year before.</summary>
    private static int Cutoff(int year) => MonthNumber.January(year) - Evaluation.FirstHorizon;

    private static ModelSummary Summary(List<BacktestWindow> windows, string model)
    {
        var pairs = windows
            .Select(w => (Own: w.Models[model].Scores.Crps, Bar: w.Models[ForecastModel.Benchmark].Scores.Crps))
            .Where(p => p.Own is not null && p.Bar is not null)
            .Select(p => (Own: p.Own!.Value, Bar: p.Bar!.Value))
            .ToList();
        return new ModelSummary(
            pairs.Count == 0 ? null : pairs.Average(p => p.Own),
            pairs.Count == 0 || pairs.Any(p => p.Bar == 0) ? null : pairs.Average(p => p.Own / p.Bar),
            pairs.Count(p => p.Own < p.Bar)
        );
    }
}
