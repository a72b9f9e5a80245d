using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Toguna.Foundation.Access;
using Toguna.Record;

namespace Toguna.Host;

/// <summary><c>toguna totals [--by DIMENSION] [--where KEY=VALUE …]</c>: the figures of the pages, for scripts.</summary>
internal static class TotalsCommand
{
    public static Command Build()
    {
        var by = new Option<string?>("--by")
        {
            Description =
                $"Group by one of {string.Join(", ", IncidentDimension.All.Select(d => d.Name))}, or by two: category,year.",
        };
        var where = Where();
        var verb = new Command("totals", "How many incidents, and what their casualties add up to.") { by, where };
        verb.SetAction(
            async (parsed, ct) =>
            {
                var filter = Filter(parsed.GetValue(where));
                var (down, across) = IncidentCell.Read(parsed.GetValue(by));
                var english = CultureInfo.GetCultureInfo("en");
                await using var services = await Run.OpenAsync(parsed, ct);
                var book = services.GetRequiredService<IncidentBook>();
                var cells = await book.CellsAsync(filter, Caller.CommandLine, down, across, english, ct);
                var totals = await book.TotalsAsync(filter, Caller.CommandLine, down, null, english, ct);
                Run.Print(parsed, Answer(totals, across, cells, filter), Lines(totals, across, cells));
                return 0;
            }
        );
        return verb;
    }

    /// <summary>The conditions, as every verb that asks for incidents takes them.</summary>
    public static Option<string[]> Where() =>
        new("--where")
        {
            Description =
                $"KEY=VALUE, several times; keys: {string.Join(", ", IncidentFilterReading.Keys)}. Several values of one key: any of them.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };

    /// <exception cref="Foundation.ProblemException">A key or value that is none; nothing is counted on a guess.</exception>
    public static IncidentFilter Filter(string[]? conditions)
    {
        var reading = IncidentFilterReading.Parse(conditions ?? []);
        return reading.Problems.Count == 0 ? reading.Filter : throw reading.Problems[0].Raise();
    }

    private static object Answer(
        IncidentTotals t,
        string? across,
        IReadOnlyList<IncidentCell> cells,
        IncidentFilter filter
    ) =>
        new
        {
            t.Incidents,
            t.Killed,
            t.CiviliansKilled,
            t.Injured,
            By = across is null ? t.By : $"{t.By},{across}",
            groups = t.Groups.Select(g => new
            {
                g.Key,
                g.Label,
                g.Incidents,
                g.Killed,
                g.CiviliansKilled,
                g.Injured,
            }),
            cells,
            filter = IncidentFilterWords.Describe(filter, null, CultureInfo.GetCultureInfo("en")),
            countingRule = t.CountingRule(CultureInfo.GetCultureInfo("en")),
        };

    private static IEnumerable<string> Lines(IncidentTotals t, string? across, IReadOnlyList<IncidentCell> cells)
    {
        yield return $"{t.Incidents:N0} incidents · killed {Words(t.Killed)} · civilians killed {Words(t.CiviliansKilled)} · injured {Words(t.Injured)}   (minimum – best – maximum; ? not given)";
        if (across is not null)
        {
            var table = new Table()
                .Border(TableBorder.Simple)
                .AddColumns(t.By!, across, "incidents", "killed", "civilians killed");
            foreach (var c in cells)
            {
                table.AddRow(
                    Markup.Escape(c.DownLabel),
                    Markup.Escape(c.AcrossLabel),
                    c.Incidents.ToString("N0", CultureInfo.CurrentCulture),
                    Words(c.Killed),
                    Words(c.CiviliansKilled)
                );
            }
            yield return Drawn(table);
        }
        else if (t.Groups.Count > 0)
        {
            var table = new Table()
                .Border(TableBorder.Simple)
                .AddColumns(t.By!, "incidents", "killed", "civilians killed");
            foreach (var g in t.Groups)
            {
                table.AddRow(
                    Markup.Escape(g.Label),
                    g.Incidents.ToString("N0", CultureInfo.CurrentCulture),
                    Words(g.Killed),
                    Words(g.CiviliansKilled)
                );
            }
            yield return Drawn(table);
        }
        yield return t.CountingRule(CultureInfo.GetCultureInfo("en"));
    }

    private static string Drawn(Table table)
    {
        using var text = new StringWriter();
        AnsiConsole
            .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No })
            .Write(table);
        return text.ToString().TrimEnd();
    }

    private static string Words(Bounds b) => $"{Word(b.Minimum)} – {Word(b.Best)} – {Word(b.Maximum)}";

    private static string Word(long? n) => n?.ToString("N0", CultureInfo.CurrentCulture) ?? "?";
}
