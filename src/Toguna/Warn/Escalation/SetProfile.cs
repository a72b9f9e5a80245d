using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Messages;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Warn.Alerts;

namespace Toguna.Warn.Escalation;

/// <summary>The page <c>/administration/escalation</c>: who is told when nobody answers, when, and by what.</summary>
internal static class SetProfile
{
    /// <summary>Most minutes before or after a step is due.</summary>
    public const int Longest = 60 * 24 * 30;

    /// <summary>Fewest minutes from one call of the head of office to the next.</summary>
    private const int ShortestAgain = 5;

    /// <summary>Who may stand on a rung.</summary>
    public static IReadOnlyList<Role> Roles { get; } =
    [Role.DutyOfficer, Role.ProtectionAdviser, Role.HumanRightsOfficer, Role.Leadership];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/administration/escalation", OpenAsync).Needs(Permission.Administer);
        routes.MapPost("/administration/escalation", SaveAsync).Needs(Permission.Administer);
    }

    /// <summary>Name of a field: when a rung is climbed of an urgency.</summary>
    public static string Field(Urgency urgency, string time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time}-{(int)urgency}");

    public static string Field(Rung rung, string way) =>
        string.Create(CultureInfo.InvariantCulture, $"{way}-{(int)rung}");

    private static async Task<IResult> OpenAsync(Database database, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        return Page(Typed(await EscalationProfile.ReadAsync(c)), []);
    }

    private static async Task<IResult> SaveAsync(
        IFormCollection sent,
        HttpContext http,
        Database database,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var typed = Typed(EscalationProfile.Default).Keys.ToDictionary(k => k, k => sent[k].ToString().Trim());
        var (profile, problems) = Decide(typed);
        if (profile is null)
        {
            return Page(typed, problems);
        }
        await database.WriteAsync(
            async tx =>
            {
                var by = Caller.Of(http)!.Id;
                await tx.ExecuteAsync(
                    "INSERT INTO escalation_profile (profile_id, set_at, set_by, profile) VALUES (@id, @Now, @by, @json)",
                    new
                    {
                        id = tx.NewId(),
                        tx.Now,
                        by,
                        json = JsonSerializer.Serialize(profile),
                    }
                );
                await audit.AppendAsync(tx, by, "alert.escalation_set", "escalation_profile", profile);
            },
            ct
        );
        return Results.LocalRedirect("/administration/escalation");
    }

    private static SortedDictionary<string, string> Typed(EscalationProfile profile)
    {
        var typed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var t in profile.Times)
        {
            typed[Field(t.Urgency, "reminder")] = N(-t.Reminder);
            typed[Field(t.Urgency, "next")] = N(t.NextInLine);
            typed[Field(t.Urgency, "head")] = N(t.HeadOfOffice);
            typed[Field(t.Urgency, "again")] = N(t.Again);
        }
        foreach (var w in profile.Ways)
        {
            typed[Field(w.Rung, "role")] = w.Role?.ToString() ?? "";
            typed[Field(w.Rung, "email")] = w.Email ? "1" : "";
            typed[Field(w.Rung, "sms")] = w.Sms ? "1" : "";
        }
        typed["quiet-from"] = profile.Quiet?.From.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "";
        typed["quiet-to"] = profile.Quiet?.To.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "";
        return typed;

        static string N(int n) => n.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whole minutes within bounds, nobody above told before those below, both quiet hours or none.</summary>
    internal static (EscalationProfile? Profile, IReadOnlyList<Problem> Problems) Decide(
        IReadOnlyDictionary<string, string> typed
    )
    {
        var problems = new List<Problem>();
        var times = new List<RungTimes>();
        foreach (var urgency in SetLimits.Urgencies)
        {
            var next = Minutes(Field(urgency, "next"), 0);
            var head = Minutes(Field(urgency, "head"), 0);
            times.Add(
                new RungTimes(
                    urgency,
                    -Minutes(Field(urgency, "reminder"), 0),
                    next,
                    head,
                    Minutes(Field(urgency, "again"), ShortestAgain)
                )
            );
            if (head < next)
            {
                problems.Add(WarnProblems.HeadBeforeNext(AlertWords.Urgency(urgency)).At(Field(urgency, "head")));
            }
        }
        var ways = EscalationProfile
            .Default.Ways.Select(w => new RungWay(
                w.Rung,
                w.Role is null ? null : Held(Field(w.Rung, "role")),
                typed[Field(w.Rung, "email")] == "1",
                typed[Field(w.Rung, "sms")] == "1"
            ))
            .ToList();
        var (from, to) = (Hour("quiet-from"), Hour("quiet-to"));
        if (from is null != to is null)
        {
            problems.Add(WarnProblems.NotAnHour("").At(from is null ? "quiet-from" : "quiet-to"));
        }
        return problems.Count > 0
            ? (null, problems)
            : (
                new EscalationProfile(times, ways, from is { } f && to is { } t ? new QuietHours(f, t) : null),
                problems
            );

        int Minutes(string field, int least)
        {
            if (
                int.TryParse(typed[field], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                && minutes >= least
                && minutes <= Longest
            )
            {
                return minutes;
            }
            problems.Add(WarnProblems.LimitOutside(typed[field], least, Longest).At(field));
            return 0;
        }

        Role? Held(string field)
        {
            if (Enum.TryParse<Role>(typed[field], out var role) && Roles.Contains(role))
            {
                return role;
            }
            problems.Add(WarnProblems.NotOffered(typed[field], string.Join(", ", Roles)).At(field));
            return null;
        }

        TimeOnly? Hour(string field)
        {
            if (typed[field].Length == 0)
            {
                return null;
            }
            var hour = WrittenTime.Hour(typed[field]);
            if (hour is null)
            {
                problems.Add(WarnProblems.NotAnHour(typed[field]).At(field));
            }
            return hour;
        }
    }

    private static IResult Page(IReadOnlyDictionary<string, string> typed, IReadOnlyList<Problem> problems) =>
        new RazorComponentResult<SetProfilePage>(new { Typed = typed, Problems = problems })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems[0].Status,
        };
}
