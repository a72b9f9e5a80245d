using System.CommandLine;
using Spectre.Console;
using Toguna.Desk.Sample;

namespace Toguna.Host;

/// <summary><c>toguna sample</c>: an invented mission in an empty installation.</summary>
internal static class SampleCommand
{
    public static Command Build()
    {
        var incidents = new Option<int>("--incidents")
        {
            Description = $"How many incidents, 1 to {SamplePlan.Most:N0}.",
            DefaultValueFactory = _ => SamplePlan.Usual,
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "The same seed and size make the same sample.",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command(
            "sample",
            "Load a sample mission, set in a country that does not exist, into an empty installation."
        )
        {
            incidents,
            seed,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                await using var services = await Run.OpenAsync(parsed, ct);
                var plan = new SamplePlan(parsed.GetValue(incidents), parsed.GetValue(seed));
                var summary = await LoadAsync(services, plan, ct);
                Run.Print(
                    parsed,
                    new
                    {
                        summary.Incidents,
                        summary.Reports,
                        summary.Sources,
                        summary.TruthFile,
                        summary.Places,
                        summary.Seed,
                        summary.Loaded,
                        summary.NotLoaded,
                    },
                    Lines(summary)
                );
                return 0;
            }
        );
        return command;
    }

    /// <summary>Loads with a progress bar on a terminal and in silence in a pipe.</summary>
    public static async Task<SampleSummary> LoadAsync(IServiceProvider services, SamplePlan? plan, CancellationToken ct)
    {
        if (Console.IsErrorRedirected)
        {
            return await SampleMission.LoadAsync(services, plan, null, ct);
        }
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await screen
            .Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context =>
                SampleMission.LoadAsync(services, plan, new Bar(context.AddTask("Making the sample", maxValue: 1)), ct)
            );
    }

    private static IEnumerable<string> Lines(SampleSummary s)
    {
        yield return (s.Loaded ? "The sample mission is loaded" : "The sample mission was there already")
            + $": {s.Incidents:N0} incidents resting on {s.Reports:N0} reports of {s.Sources:N0} sources. Nothing in it is real.";
        yield return $"  what really happened in it: {s.TruthFile}";
        if (s.NotLoaded.Count > 0)
        {
            yield return $"  not taken in by this version: {string.Join(", ", s.NotLoaded)}";
        }
    }

    private sealed class Bar(ProgressTask bar) : IProgress<SampleProgress>
    {
        public void Report(SampleProgress value)
        {
            bar.Description = Markup.Escape(value.File);
            bar.Value = value.Share;
        }
    }
}
