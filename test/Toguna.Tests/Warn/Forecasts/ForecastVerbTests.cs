using System.IO.Compression;
using System.Text.Json;
using Shouldly;
using Toguna.Methods.Forecasting;
using Toguna.Tests.Foundation;
using Toguna.Warn.Forecasts;

namespace Toguna.Tests.Warn.Forecasts;

/// <summary><c>toguna forecast score</c> and <c>forecast backtest</c> as scripts call them: the program as a child process.</summary>
public sealed class ForecastVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("toguna-forecast-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Score_refuses_with_file_line_column_and_value()
    {
        var actuals = Write("a.csv", "country_id,month_id,fatalities", "1,481,0", "2,481,4");
        (string Draws, string Says)[] bad =
        [
            (
                "country_id,month_id,fatalities,draw\n1,481,0,0\n2,481,minus two,0",
                "line 3, column fatalities: “minus two”"
            ),
            ("country_id,month_id,fatalities,draw\n1,481,0,0\n2,481,-2,0", "line 3, column fatalities: “-2”"),
            ("country_id,month_id,fatalities,draw\n1,1999,0,0", "line 2, column month_id: “1999”"),
            ("country_id,month_id,fatalities,draw\n1,481,0,0\n1,481,0,0", "line 3, column draw: draw “0”"),
            ("country_id,month_id,fatalities,draw\n1,481,0,0\n1,481", "line 3:"),
            ("country_id,month_id,deaths,draw\n1,481,0,0", "no column “fatalities”"),
            ("country_id,month_id,fatalities,draw\n1,481,0,0", "no draws for 2 in 2020-01"),
            ("country_id,month_id,fatalities,draw\n1,481,0,0\n1,481,1,1\n2,481,0,0", "1 draws for 2 in 2020-01, and 2"),
        ];
        foreach (var (text, says) in bad)
        {
            var (code, output, error) = await RunAsync("score", "--actuals", actuals, "--draws", Write("d.csv", text));
            (code, output).ShouldBe((1, ""));
            error.ShouldContain(says);
        }
        (await RunAsync("score", "--actuals", actuals, "--draws", "nowhere.csv")).Code.ShouldBe(1);
        (await RunAsync("score", "--actuals", actuals)).Code.ShouldBe(2);
    }

    [Fact]
    public async Task Score_by_hand()
    {
        // Country 1: 0 of draws 0 and 4: mean distance 2, half the mean difference 1. Country 2: 6 of 2 and 2: 4. Interval of the first
        // .2 to 3.8, missed by .2: 3.6 + 4; of the second 2 to 2, missed by 4: 80.
        var actuals = Write("a.csv", "country_id,month_id,fatalities", "1,481,0", "2,481,6", "2,482,");
        var draws = Path.Combine(folder, "d.csv.gz");
        await using (var file = File.Create(draws))
        await using (var packed = new GZipStream(file, CompressionLevel.Fastest))
        await using (var writer = new StreamWriter(packed))
        {
            await writer.WriteAsync(
                "country_id,month_id,fatalities,draw\n2,481,2,1\n1,481,0,0\n2,481,2,0\n1,481,4,1\n9,481,5,0\n"
            );
        }
        var score = await JsonAsync("score", "--actuals", actuals, "--draws", draws);
        score.GetProperty("units").GetInt32().ShouldBe(2);
        score.GetProperty("draws").GetInt32().ShouldBe(2);
        score.GetProperty("outcomes").GetInt32().ShouldBe(2);
        score.GetProperty("crps").GetDouble().ShouldBe((1 + 4) / 2.0, 1e-12);
        score.GetProperty("mis").GetDouble().ShouldBe((7.6 + 80) / 2, 1e-9);
        score.GetProperty("coverage90").GetDouble().ShouldBe(0);
        // Two draws become a thousand: 500 and the added one lie with the 0, none but the added one with the 6.
        score.GetProperty("ign").GetDouble().ShouldBe((Math.Log2(1011 / 501.0) + Math.Log2(1011)) / 2, 1e-12);
        score.GetProperty("outcomesUnknown").GetInt32().ShouldBe(1);
        score.GetProperty("drawsWithoutOutcome").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Score_gives_the_published_figure()
    {
        var score = await JsonAsync(
            "score",
            "--actuals",
            SharedData.Path("forecast_scoring/actuals_2020.csv"),
            "--draws",
            SharedData.Path("forecast_scoring/last_historical_poisson_2020.csv.gz")
        );
        score.GetProperty("crps").GetDouble().ShouldBe(13.698199829842933, 1e-10);
        score.GetProperty("units").GetInt32().ShouldBe(191);
        score.GetProperty("draws").GetInt32().ShouldBe(1000);
    }

    [Fact]
    public async Task Backtest_refuses_what_it_cannot_test()
    {
        var series = Series("s.csv", 1995, 2003);
        var hole = Write("hole.csv", "place,month,dead", "A,1999-01,1", "A,1999-03,1");
        var twice = Write("twice.csv", "place,month,dead", "A,1999-01,1", "A,199901,2");
        (int Code, string Says, string[] Arguments)[] bad =
        [
            (2, "2003..2001", Backtest(series, "2003..2001")),
            (2, "late", Backtest(series, "late")),
            (2, "crystal-ball", [.. Backtest(series, "2003"), "--models", "zero,crystal-ball"]),
            (2, "never", [.. Backtest(series, "2003"), "--from", "never"]),
            (1, "2004 cannot be tested: the series goes from 1995-01 to 2003-12", Backtest(series, "2002..2004")),
            (1, "1995 cannot be tested", Backtest(series, "1995")),
            (1, "no column “murders”", [.. Backtest(series, "2003"), "--events", "murders"]),
            (1, "A has no row or no value for 1999-02", Backtest(hole, "2003")),
            (1, "line 3: A has 1999-01 already", Backtest(twice, "2003")),
            (1, "no row that can be used", [.. Backtest(series, "2003"), "--from", "2010-01"]),
        ];
        foreach (var (code, says, arguments) in bad)
        {
            var answer = await RunAsync(arguments);
            (answer.Code, answer.Output).ShouldBe((code, ""));
            answer.Error.ShouldContain(says);
        }
    }

    [Fact]
    public async Task Backtest_prints_what_scripts_rely_on()
    {
        var answer = await JsonAsync([
            .. Backtest(Series("s.csv", 1995, 2003), "2002..2003"),
            "--models",
            "pool,zero",
            "--seed",
            "7",
        ]);
        var windows = answer.GetProperty("windows").EnumerateArray().ToList();
        windows.Select(w => w.GetProperty("year").GetInt32()).ShouldBe([2002, 2003]);
        foreach (var models in windows.Select(w => w.GetProperty("models")))
        {
            models.EnumerateObject().Select(m => m.Name).ShouldBe(["zero", "conflictology-12", "pool"]);
            foreach (var model in models.EnumerateObject().Select(m => m.Value))
            {
                foreach (var figure in new[] { "crps", "ign", "mis", "coverage90", "coverage90Active", "seconds" })
                {
                    model.GetProperty(figure).ValueKind.ShouldBe(JsonValueKind.Number, figure);
                }
            }
        }
        var summary = answer.GetProperty("summary");
        summary.GetProperty("conflictology-12").GetProperty("ratioToConflictology12").GetDouble().ShouldBe(1);
        summary.GetProperty("conflictology-12").GetProperty("wins").GetInt32().ShouldBe(0);
        var crps = windows
            .Select(w => w.GetProperty("models").GetProperty("zero").GetProperty("crps").GetDouble())
            .ToList();
        summary.GetProperty("zero").GetProperty("meanCrps").GetDouble().ShouldBe(crps.Average(), 1e-12);
        // Of a forecast of nothing the CRPS is the outcome itself: the deaths of the year, per unit and month.
        crps[1]
            .ShouldBe(
                Enumerable
                    .Range(0, 3)
                    .SelectMany(u => Enumerable.Range(0, 12).Select(m => Deaths(u, 2003, m)))
                    .Average(),
                1e-12
            );
        answer.GetProperty("rowsLeftOut").GetInt32().ShouldBe(0);
        answer.GetProperty("events").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void What_is_forecast_knows_nothing_of_later_months()
    {
        var truth = Series("truth.csv", 1995, 2003);
        var corrupted = Write(
            "corrupted.csv",
            [
                .. File.ReadLines(truth)
                    .Select(l =>
                        string.Compare(l.Split(',')[1], "2002-10", StringComparison.Ordinal) is > 0
                        && l.StartsWith("Unit", StringComparison.Ordinal)
                            ? l[..(l.LastIndexOf(',') + 1)] + "987654"
                            : l
                    ),
            ]
        );
        var columns = new SeriesColumns("place", "month", "dead", null, null);
        MonthNumber.TryRead("2002-10", out var october);
        var (before, after) = (Read(truth), Read(corrupted));
        after.Outcomes[0][0].ShouldBe(987_654);
        foreach (var model in ForecastModel.All)
        {
            Flat(model.Forecast(after.Known, 14, 1, CancellationToken.None))
                .ShouldBe(Flat(model.Forecast(before.Known, 14, 1, CancellationToken.None)), model.Name);
        }

        (Panel Known, double[][] Outcomes) Read(string file) =>
            ForecastSeries.Read(new FileInfo(file), columns, 0, TestContext.Current.CancellationToken).At(october, 14);

        static double[] Flat(double[][][] forecast) => [.. forecast.SelectMany(u => u).SelectMany(d => d)];
    }

    [Fact]
    public async Task On_the_country_months_of_UCDP_the_pool_beats_conflictology_in_every_window()
    {
        var answer = await JsonAsync(
            "backtest",
            "--series",
            SharedData.Path("panel/ucdp_country_month_1985_2019.csv.gz"),
            "--unit",
            "country_iso3",
            "--time",
            "year_month",
            "--target",
            "ucdp_fatalities_best",
            "--windows",
            "2015..2018",
            "--models",
            "pool"
        );
        var pool = answer.GetProperty("summary").GetProperty("pool");
        pool.GetProperty("ratioToConflictology12").GetDouble().ShouldBeLessThanOrEqualTo(0.95);
        pool.GetProperty("wins").GetInt32().ShouldBe(4);
        // Four years before the first month that was counted, of 123 countries.
        answer.GetProperty("rowsLeftOut").GetInt32().ShouldBe(4 * 12 * 123);
        answer.GetProperty("events").GetString().ShouldBe("ucdp_event_count");
        answer.GetProperty("companion").GetString().ShouldBe("ucdp_civilian_deaths");
    }

    [Theory]
    [InlineData("2019-10", "2019-10")]
    [InlineData("2019-10-31", "2019-10")]
    [InlineData("201910", "2019-10")]
    [InlineData("478", "2019-10")]
    [InlineData("1.0", "1980-01")]
    [InlineData("2019", null)]
    [InlineData("2019-13", null)]
    [InlineData("201913", null)]
    [InlineData("0", null)]
    [InlineData("October", null)]
    public void Months_are_read_as_people_and_programs_write_them(string text, string? month) =>
        (MonthNumber.TryRead(text, out var number) ? MonthNumber.Write(number) : null).ShouldBe(month);

    private string Write(string name, params string[] lines)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private string Series(string name, int firstYear, int lastYear) =>
        Write(
            name,
            [
                "place,month,dead",
                .. from unit in Enumerable.Range(0, 3)
                from year in Enumerable.Range(firstYear, lastYear - firstYear + 1)
                from month in Enumerable.Range(0, 12)
                select $"Unit {unit},{year}-{month + 1:00},{Deaths(unit, year, month)}",
            ]
        );

    /// <summary>Waves of unlike length, so that units differ and the past says something of what comes.</summary>
    private static double Deaths(int unit, int year, int month) =>
        Math.Max(0, Math.Round((unit + 1) * 6 * Math.Sin((year * 12 + month) / (3.0 + unit)) + 3 * unit));

    private static string[] Backtest(string series, string windows) =>
        [
            "backtest",
            "--series",
            series,
            "--unit",
            "place",
            "--time",
            "month",
            "--target",
            "dead",
            "--windows",
            windows,
        ];

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var (code, output, error) = await RunAsync([.. arguments, "--json"]);
        (code, error).ShouldBe((0, ""));
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var child = TestProgram.Start(Path.Combine(folder, "data"), null, ["forecast", .. arguments]);
        var (output, error) = (child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        await child.WaitForExitAsync();
        return (child.ExitCode, await output, await error);
    }
}
