using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Spectre.Console;
using Toguna.Methods.Forecasting;
using Toguna.Warn.Forecasts;

namespace Toguna.Host;

/// <summary><c>toguna forecast</c>: <c>issue</c> in a file of its own, <c>score</c> and <c>backtest</c>: how good a forecast was, and how good one would have been.</summary>
internal static class ForecastCommand
{
    public static Command Build() =>
        new("forecast", "Issue forecasts of deaths, score them, and test how to make them.")
        {
            ForecastIssueCommand.Build(),
            Score(),
            Backtest(),
        };

    private static Command Score()
    {
        var actuals = new Option<FileInfo>("--actuals")
        {
            Description = "What happened: CSV with country_id, month_id, fatalities.",
            Required = true,
        };
        var draws = new Option<FileInfo>("--draws")
        {
            Description = "The forecast: CSV (or .gz) with country_id, month_id, fatalities, draw; a row per draw.",
            Required = true,
        };
        var verb = new Command("score", "Score the draws of a forecast against what happened.") { actuals, draws };
        verb.SetAction(
            async (parsed, ct) =>
            {
                var score = await Task.Run(
                    () => ScoreForecast.Run(parsed.GetValue(actuals)!, parsed.GetValue(draws)!, ct),
                    ct
                );
                var s = score.Scores;
                Run.Print(
                    parsed,
                    new
                    {
                        score.Units,
                        score.Draws,
                        s.Crps,
                        ign = s.Ignorance,
                        mis = s.Interval,
                        s.Coverage90,
                        s.Outcomes,
                        s.Brier1,
                        s.Brier25,
                        score.OutcomesUnknown,
                        score.DrawsWithoutOutcome,
                    },
                    [
                        $"{score.Units:N0} units, {s.Outcomes:N0} outcomes, {score.Draws:N0} draws of each",
                        $"CRPS {s.Crps:N4} · IGN {s.Ignorance:N4} bits · MIS {s.Interval:N4} · within the 90 % interval {s.Coverage90:P1}",
                        $"not scored: {score.OutcomesUnknown:N0} outcomes that are not known, {score.DrawsWithoutOutcome:N0} forecasts without outcome",
                    ]
                );
                return 0;
            }
        );
        return verb;
    }

    private static Command Backtest()
    {
        var series = new Option<FileInfo>("--series")
        {
            Description =
                "CSV (or .gz) with a row per unit and month. A month without a row is refused, not taken for zero.",
            Required = true,
        };
        var unit = Column("--unit", "Column of the unit, e.g. a country.", true);
        var time = Column("--time", "Column of the month: 2019-10, or VIEWS month numbers (1 is January 1980).", true);
        var target = Column("--target", "Column of the deaths to forecast.", true);
        var events = Column(
            "--events",
            $"Column of the number of events (default: {Usual(SeriesColumns.UsualEvents)})."
        );
        var companion = Column(
            "--companion",
            $"Column that goes with the target (default: {Usual(SeriesColumns.UsualCivilians)}; for those as target {Usual(SeriesColumns.UsualDeaths)})."
        );
        var windows = new Option<string>("--windows")
        {
            Description = "Years to forecast, Y1..Y2, each from data to October of the year before.",
            Required = true,
        };
        windows.Validators.Add(r => Check(r, v => Years(v) is not null, "years such as 2015..2018"));
        var from = new Option<string>("--from")
        {
            Description =
                "Months before are left out. The default is where UCDP GED begins: earlier rows of such a series are zeros that nobody counted.",
            DefaultValueFactory = _ => "1989-01",
        };
        from.Validators.Add(r => Check(r, v => MonthNumber.TryRead(v, out _), "a month such as 1989-01"));
        var seed = new Option<ulong>("--seed")
        {
            Description = "For the quantile forest, which draws by chance: the same seed gives the same answer.",
            DefaultValueFactory = _ => 1,
        };
        var models = new Option<string[]>("--models")
        {
            Description =
                $"Any of {string.Join(", ", ForecastModel.All.Select(m => m.Name))} (default: all). {ForecastModel.Benchmark} is always tested.",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = r =>
                [.. r.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))],
            DefaultValueFactory = _ => [.. ForecastModel.All.Select(m => m.Name)],
        };
        models.Validators.Add(r =>
        {
            foreach (var name in r.GetValueOrDefault<string[]>() ?? [])
            {
                if (ForecastModel.All.All(m => m.Name != name))
                {
                    r.AddError(
                        $"--models: '{name}' is none of {string.Join(", ", ForecastModel.All.Select(m => m.Name))}."
                    );
                }
            }
        });
        var verb = new Command("backtest", "Test models on years that have happened, with nothing known of them.")
        {
            series,
            unit,
            time,
            target,
            events,
            companion,
            windows,
            from,
            seed,
            models,
        };
        verb.SetAction(
            async (parsed, ct) =>
            {
                var columns = new SeriesColumns(
                    parsed.GetValue(unit)!,
                    parsed.GetValue(time)!,
                    parsed.GetValue(target)!,
                    parsed.GetValue(events),
                    parsed.GetValue(companion)
                );
                MonthNumber.TryRead(parsed.GetValue(from)!, out var first);
                var (firstYear, lastYear) = Years(parsed.GetValue(windows)!)!.Value;
                var plan = new BacktestPlan(firstYear, lastYear, parsed.GetValue(models)!, parsed.GetValue(seed));
                var read = await Task.Run(() => ForecastSeries.Read(parsed.GetValue(series)!, columns, first, ct), ct);
                var result = await WatchAsync(read, plan, ct);
                Run.Print(parsed, Answer(read, result), Lines(read, result));
                return 0;
            }
        );
        return verb;
    }

    /// <summary>Tests with a progress bar on a terminal and in silence in a pipe.</summary>
    private static Task<BacktestResult> WatchAsync(ForecastSeries series, BacktestPlan plan, CancellationToken ct)
    {
        if (Console.IsErrorRedirected)
        {
            return Task.Run(() => BacktestForecast.Run(series, plan, TimeProvider.System, null, ct), ct);
        }
        return AnsiConsole
            .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            .Progress()
            .StartAsync(context =>
            {
                var bar = context.AddTask("Forecasting");
                return Task.Run(() => BacktestForecast.Run(series, plan, TimeProvider.System, Told(bar), ct), ct);
            });

        static Action<int, int, string> Told(ProgressTask bar) =>
            (done, all, what) =>
            {
                (bar.MaxValue, bar.Value) = (all, done);
                bar.Description = what;
            };
    }

    private static object Answer(ForecastSeries series, BacktestResult result) =>
        new
        {
            windows = result.Windows.Select(w => new
            {
                w.Year,
                w.Units,
                models = w.Models.ToDictionary(m => m.Key, m => Answer(m.Value)),
            }),
            summary = result.Summary,
            series.Units,
            first = MonthNumber.Write(series.First),
            last = MonthNumber.Write(series.Last),
            rowsLeftOut = series.LeftOut,
            events = series.EventsColumn,
            companion = series.CompanionColumn,
        };

    private static object Answer(ModelScores m) =>
        new
        {
            m.Scores.Crps,
            ign = m.Scores.Ignorance,
            mis = m.Scores.Interval,
            m.Scores.Coverage90,
            m.Scores.Coverage90Active,
            m.Scores.Brier1,
            m.Scores.Brier25,
            m.Scores.Outcomes,
            m.Scores.ActiveOutcomes,
            seconds = Math.Round(m.Seconds, 3),
        };

    private static IEnumerable<string> Lines(ForecastSeries series, BacktestResult result)
    {
        yield return $"{series.Units:N0} units, {MonthNumber.Write(series.First)} to {MonthNumber.Write(series.Last)}; "
            + $"{series.LeftOut:N0} rows before that left out; events: {series.EventsColumn ?? "none"}; companion: {series.CompanionColumn ?? "none"}";
        foreach (var window in result.Windows)
        {
            yield return $"{window.Year}, {window.Units:N0} units";
            foreach (var (name, model) in window.Models)
            {
                var s = model.Scores;
                yield return $"  {name, -19} CRPS {s.Crps, 10:N4}  IGN {s.Ignorance, 7:N4}  MIS {s.Interval, 11:N3}  90 % {s.Coverage90, 7:P1}, active {s.Coverage90Active, 7:P1}  {model.Seconds, 6:N2} s";
            }
        }
        yield return $"all {result.Windows.Count:N0} windows";
        foreach (var (name, s) in result.Summary)
        {
            yield return $"  {name, -19} CRPS {s.MeanCrps, 10:N4}  to {ForecastModel.Benchmark} {s.RatioToConflictology12:N4}, better in {s.Wins:N0}";
        }
    }

    private static Option<string?> Column(string name, string description, bool required = false) =>
        new(name) { Description = description, Required = required };

    private static string Usual(IReadOnlyList<string> names) =>
        $"{string.Join(", ", names)} where the file has it; {SeriesColumns.None} for none";

    private static void Check(OptionResult result, Func<string, bool> fits, string expected)
    {
        if (result.Tokens.Count == 1 && !fits(result.Tokens[0].Value))
        {
            result.AddError($"{result.Option.Name}: '{result.Tokens[0].Value}' is no {expected}.");
        }
    }

    private static (int First, int Last)? Years(string text)
    {
        var parts = text.Split("..");
        return parts.Length <= 2 && Year(parts[0]) is { } first && Year(parts[^1]) is { } last && first <= last
            ? (first, last)
            : null;

        static int? Year(string part) =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year is >= 1000 and <= 9999
                ? year
                : null;
    }
}
