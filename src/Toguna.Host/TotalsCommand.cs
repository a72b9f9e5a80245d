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
            Description = $"Group by one of {string.Join(", ", IncidentDimension.All.Select(d => d.Name))}.",
        };
        var where = Where();
        var verb = new Command("totals", "How many incidents, and what their casualties add up to.") { by, where };
        verb.SetAction(
            async (parsed, ct) =>
            {
                var filter = Filter(parsed.GetValue(where));
                await using var services = await Run.OpenAsync(parsed, ct);
                var totals = await services
                    .GetRequiredService<IncidentBook>()
                    .TotalsAsync(
                        filter,
                        Caller.CommandLine,
                        parsed.GetValue(by),
                        null,
                        CultureInfo.GetCultureInfo("en"),
                        ct
                    );
                Run.Print(parsed, Answer(totals, filter), Lines(totals));
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

    private static object Answer(IncidentTotals t, IncidentFilter filter) =>
        new
        {
            t.Incidents,
            t.Killed,
            t.CiviliansKilled,
            t.Injured,
            t.By,
            groups = t.Groups.Select(g => new
            {
                g.Key,
                g.Label,
                g.Incidents,
                g.Killed,
                g.CiviliansKilled,
                g.Injured,
            }),
            filter = IncidentFilterWords.Describe(filter, null, CultureInfo.GetCultureInfo("en")),
            countingRule = t.CountingRule(CultureInfo.GetCultureInfo("en")),
        };

    private static IEnumerable<string> Lines(IncidentTotals t)
    {
        yield return $"{t.Incidents:N0} incidents · killed {Words(t.Killed)} · civilians killed {Words(t.CiviliansKilled)} · injured {Words(t.Injured)}   (minimum – best – maximum; ? not given)";
        if (t.Groups.Count > 0)
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
            using var text = new StringWriter();
            AnsiConsole
                .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No })
                .Write(table);
            yield return text.ToString().TrimEnd();
        }
        yield return t.CountingRule(CultureInfo.GetCultureInfo("en"));
    }

    private static string Words(Bounds b) => $"{Word(b.Minimum)} – {Word(b.Best)} – {Word(b.Maximum)}";

    private static string Word(long? n) => n?.ToString("N0", CultureInfo.CurrentCulture) ?? "?";
}
