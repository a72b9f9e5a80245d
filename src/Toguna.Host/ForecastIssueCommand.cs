using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation;
using Toguna.Warn;

namespace Toguna.Host;

/// <summary><c>toguna forecast issue [--back N]</c>: what the server does by itself once a month, and past months as a trial.</summary>
internal static class ForecastIssueCommand
{
    public static Command Build()
    {
        var back = new Option<int>("--back")
        {
            Description =
                $"Also for N months before, 0 to {ForecastIssues.MostBack}, each from nothing later than its own cut-off as the record stands today: marked as made afterwards, no track record.",
            HelpName = "N",
            DefaultValueFactory = _ => 0,
        };
        var command = new Command(
            "issue",
            "Issue the forecasts of the newest month that is known, once, and score those whose month is long enough over."
        )
        {
            back,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                var months = parsed.GetValue(back);
                if (months is < 0 or > ForecastIssues.MostBack)
                {
                    throw FoundationProblems
                        .OptionInvalid(
                            "--back",
                            months.ToString(CultureInfo.InvariantCulture),
                            $"0 to {ForecastIssues.MostBack} months"
                        )
                        .Raise();
                }
                await using var services = await Run.OpenAsync(parsed, ct);
                var run = await services.GetRequiredService<ForecastIssues>().IssueAsync(months, ct);
                Run.Print(
                    parsed,
                    new
                    {
                        run.Issued,
                        run.Areas,
                        run.DataUntil,
                        run.Seconds,
                        run.Scored,
                        why = run.WhyNot,
                    },
                    Lines(run)
                );
                return 0;
            }
        );
        return command;
    }

    private static IEnumerable<string> Lines(ForecastRun run)
    {
        if (run.DataUntil is { } until)
        {
            yield return $"Issued {run.Issued:N0}, the newest for {run.Areas:N0} areas from data until {until:yyyy-MM-dd}, in {run.Seconds:0.0} s.";
        }
        else
        {
            yield return run.WhyNot switch
            {
                "none" =>
                    "Nothing to forecast from: no incident that everybody may know of and whose province is known.",
                "short" =>
                    $"Too little to forecast from: the record has fewer than {ForecastIssues.LeastMonths} months.",
                "ended" =>
                    $"Nothing new: the newest incident lies more than {ForecastIssues.MostBehind} months before the last whole month.",
                _ => "Everything that is due was issued before.",
            };
        }
        if (run.Scored > 0)
        {
            yield return $"Scored {run.Scored:N0} whose outcome is known.";
        }
    }
}
