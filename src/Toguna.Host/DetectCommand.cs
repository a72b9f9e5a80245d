using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Formats;
using Toguna.Foundation;
using Toguna.Methods.Detection;
using Toguna.Warn;

namespace Toguna.Host;

/// <summary><c>toguna detect ears-c1|ears-c2|ears-c3 --series S.csv --column COL</c>, and <c>toguna detect signals</c>.</summary>
internal static class DetectCommand
{
    public static Command Build() =>
        new("detect", "Look for what is unusual: in a series of a file, or in the record.")
        {
            Ears("ears-c1", EarsMethod.C1, "Each count against those just before it."),
            Ears("ears-c2", EarsMethod.C2, "Each count against those that end two positions before it."),
            Ears("ears-c3", EarsMethod.C3, "As ears-c2, with the excess of the two positions before added."),
            Signals(),
        };

    private static Command Ears(string name, EarsMethod method, string description)
    {
        var series = new Option<FileInfo>("--series") { Description = "A CSV file with a header.", Required = true };
        var column = new Option<string>("--column") { Description = "The column with the counts.", Required = true };
        var range = new Option<(int First, int Last)?>("--range")
        {
            Description = "A..B: positions that are judged, from 1, the series' first row. Left out: all that can be.",
            CustomParser = result =>
            {
                if (Range(result.Tokens[0].Value) is { } read)
                {
                    return read;
                }
                result.AddError($"--range {result.Tokens[0].Value}: two positions are needed, such as 213..312.");
                return null;
            },
        };
        var alpha = new Option<double>("--alpha")
        {
            Description = "One-sided, between 0 and 1.",
            DefaultValueFactory = _ => 0.001,
        };
        var baseline = new Option<int>("--baseline")
        {
            Description = "How many positions each is judged by.",
            DefaultValueFactory = _ => 7,
        };
        alpha.Validators.Add(r =>
        {
            if (!(r.GetValueOrDefault<double>() is > 0 and < 1))
            {
                r.AddError("--alpha: a number between 0 and 1 is needed.");
            }
        });
        var verb = new Command(name, description) { series, column, range, alpha, baseline };
        verb.SetAction(parsed =>
        {
            var counts = Read(parsed.GetValue(series)!, parsed.GetValue(column)!);
            var length = parsed.GetValue(baseline);
            var earliest = Methods.Detection.Ears.FirstOf(method, length);
            var (first, last) = parsed.GetValue(range) ?? (earliest, counts.Length);
            if (length < Methods.Detection.Ears.ShortestBaseline)
            {
                throw Invalid("--baseline", length, $"{Methods.Detection.Ears.ShortestBaseline} or more").Raise();
            }
            if (first < earliest || last < first || last > counts.Length)
            {
                throw Invalid("--range", $"{first}..{last}", $"from {earliest} on, to {counts.Length} at most").Raise();
            }
            var judged = Methods.Detection.Ears.Judge(method, counts, first, last, parsed.GetValue(alpha), length);
            Run.Print(
                parsed,
                new { judged.Bounds, judged.Alarms },
                judged.Alarms.Count == 0
                    ? [$"No alarm at {first} to {last}."]
                    : judged.Alarms.Select(at =>
                        string.Create(
                            CultureInfo.CurrentCulture,
                            $"{at}: {counts[at - 1]} above {judged.Bounds[at - first]:0.###}"
                        )
                    )
            );
            return 0;
        });
        return verb;
    }

    private static Command Signals()
    {
        var week = new Option<Week?>("--week")
        {
            Description = "2026-W47; left out: the last week that is over.",
            CustomParser = result =>
            {
                if (Week.Parse(result.Tokens[0].Value) is { } read)
                {
                    return read;
                }
                result.AddError($"--week {result.Tokens[0].Value}: a week is needed, such as 2026-W47.");
                return null;
            },
        };
        var verb = new Command(
            "signals",
            "What the record as it is now says of a week, by area and kind of act. Nothing is kept: that the server does."
        )
        {
            week,
        };
        verb.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var asked =
                    parsed.GetValue(week)
                    ?? Week.LastWhole(
                        DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime)
                    );
                var series = await services.GetRequiredService<Detectors>().LookAsync(asked, ct);
                var signals = series.Where(s => s.IsSignal).ToList();
                Run.Print(
                    parsed,
                    new
                    {
                        Week = asked.ToString(),
                        Series = series.Count,
                        signals,
                    },
                    [
                        $"{asked}: {signals.Count} signals of {series.Count} series",
                        .. signals.Select(s =>
                            string.Create(
                                CultureInfo.CurrentCulture,
                                $"{s.Act} in {s.Area}: {s.Observed}, usual {s.Expected:0.##} (p {s.PValue:0.######}, q {s.QValue:0.####})"
                            )
                        ),
                    ]
                );
                return 0;
            }
        );
        return verb;
    }

    private static (int First, int Last)? Range(string text) =>
        text.Split("..") is [var from, var to]
        && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (first, last)
            : null;

    /// <exception cref="ProblemException">No such file or column, or a cell that is no number.</exception>
    private static double[] Read(FileInfo file, string column)
    {
        if (!file.Exists)
        {
            throw FoundationProblems.FileMissing(file.FullName).Raise();
        }
        try
        {
            using var rows = new RowReader(file.OpenRead());
            var at = rows.Header.ToList().IndexOf(column);
            if (at < 0)
            {
                throw Invalid("--column", column, string.Join(", ", rows.Header)).Raise();
            }
            return [.. rows.Read().Select(row => Number(row, at))];
        }
        catch (UnreadableFileException e)
        {
            throw Invalid("--series", file.Name, e.Message).Raise();
        }
    }

    private static double Number(RowOrFault read, int at) =>
        read.Row is not { } row ? throw Invalid("--series", $"line {read.Fault!.Line}", read.Fault.Reason).Raise()
        : double.TryParse(row.Cells[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
        : throw Invalid("--series", $"line {row.Line}: {row.Cells[at]}", "a number").Raise();

    private static Problem Invalid(string option, object value, string expected) =>
        FoundationProblems.OptionInvalid(option, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", expected);
}
