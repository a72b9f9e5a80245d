using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Warn.Alerts;

/// <summary>The page <c>/administration/clocks</c>: how long each step of an alert may take in this mission.</summary>
internal static class SetLimits
{
    public static IReadOnlyList<Urgency> Urgencies { get; } = [Urgency.Imminent, Urgency.Near, Urgency.Emerging];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/administration/clocks", OpenAsync).Needs(Permission.Administer);
        routes.MapPost("/administration/clocks", SaveAsync).Needs(Permission.Administer);
    }

    /// <summary>Name of a field: the limit of a step, in minutes.</summary>
    public static string Field(Urgency urgency, string step) =>
        string.Create(CultureInfo.InvariantCulture, $"{step}-{(int)urgency}");

    private static async Task<IResult> OpenAsync(Database database, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var clock = await AlertClock.ReadAsync(c);
        var typed = Urgencies
            .SelectMany(u => ClockStep.All.Select(s => (Key: Field(u, s), Minutes: clock.Limit(u, s).TotalMinutes)))
            .ToDictionary(f => f.Key, f => f.Minutes.ToString("0", CultureInfo.InvariantCulture));
        return Page(typed, []);
    }

    private static async Task<IResult> SaveAsync(
        IFormCollection sent,
        HttpContext http,
        Database database,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var typed = Urgencies
            .SelectMany(u => ClockStep.All.Select(s => Field(u, s)))
            .ToDictionary(f => f, f => sent[f].ToString().Trim());
        var (limits, problems) = Decide(typed);
        if (problems.Count > 0)
        {
            return Page(typed, problems);
        }
        await database.WriteAsync(
            async tx =>
            {
                await tx.ExecuteAsync("DELETE FROM alert_limit");
                foreach (var (urgency, step, minutes) in limits)
                {
                    await tx.ExecuteAsync(
                        "INSERT INTO alert_limit (urgency, step, minutes) VALUES (@urgency, @step, @minutes)",
                        new
                        {
                            urgency = (int)urgency,
                            step,
                            minutes,
                        }
                    );
                }
                await audit.AppendAsync(tx, Caller.Of(http)!.Id, "alert.limits_set", "alert_limit", typed);
            },
            ct
        );
        return Results.LocalRedirect("/administration/clocks");
    }

    /// <summary>Whole minutes within bounds, and each step no sooner due than the one before it.</summary>
    internal static (IReadOnlyList<(Urgency, string, int)> Limits, IReadOnlyList<Problem> Problems) Decide(
        IReadOnlyDictionary<string, string> typed
    )
    {
        var limits = new List<(Urgency, string, int)>();
        var problems = new List<Problem>();
        foreach (var urgency in Urgencies)
        {
            var before = 0;
            foreach (var step in ClockStep.All)
            {
                var field = Field(urgency, step);
                if (
                    !int.TryParse(typed[field], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                    || minutes is < AlertClock.Shortest or > AlertClock.Longest
                )
                {
                    problems.Add(
                        WarnProblems.LimitOutside(typed[field], AlertClock.Shortest, AlertClock.Longest).At(field)
                    );
                }
                else if (minutes < before)
                {
                    problems.Add(WarnProblems.LimitsOutOfOrder(AlertWords.Urgency(urgency)).At(field));
                }
                before = Math.Max(before, minutes);
                limits.Add((urgency, step, minutes));
            }
        }
        return (limits, problems);
    }

    private static IResult Page(IReadOnlyDictionary<string, string> typed, IReadOnlyList<Problem> problems) =>
        new RazorComponentResult<SetLimitsPage>(new { Typed = typed, Problems = problems })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems[0].Status,
        };
}
