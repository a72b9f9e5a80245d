using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Respond.Movements;

/// <summary>Logs that somebody did not let a movement pass or objected to a task (<c>/movements/denied/new</c>); strikes out a mistake.</summary>
internal static class LogDenial
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/movements/denied/new", OpenAsync).Needs(Permission.Act);
        routes.MapPost("/movements/denied/new", LogAsync).Needs(Permission.Act).KeepsTyped();
        routes.MapPost("/movements/denied/{id:guid}", StrikeAsync).Needs(Permission.Respond).KeepsTyped();
    }

    private static async Task<IResult> OpenAsync(
        string? movement,
        string? alert,
        HttpContext http,
        AlertBook alerts,
        Database database,
        Installation house,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var about = alert is null ? null : await alerts.FindAsync(alert, caller, ct);
        return Page(
            new LogDenialModel(
                new Dictionary<string, string>
                {
                    ["id"] = Ids.New(clock).ToString(),
                    ["movement"] = movement ?? "",
                    ["alert"] = about?.Reference ?? "",
                    ["kind"] = about is null ? Denial.Denied : Denial.Objection,
                    ["at"] = LocalTimes.Write(clock.GetUtcNow(), house.Zone),
                },
                await TasksAsync(about, database, ct),
                []
            ),
            StatusCodes.Status200OK
        );
    }

    private static async Task<IResult> LogAsync(
        IFormCollection sent,
        HttpContext http,
        DenialBook book,
        AlertBook alerts,
        PlaceBook places,
        Installation house,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var form = new Typed(sent, house.Zone);
        var denial = new NewDenial(
            form.Id("id", clock),
            form.OneOf("kind", Denial.Kinds),
            form.OneOf("by", Denial.Whom),
            form.May("by_text", Typed.LongestName),
            form.Time("at"),
            await form.PlaceAsync("place", places, ct),
            form.Need("stated", Typed.LongestText),
            form.OneOf("notified", Denial.Notices),
            form.May("movement", Typed.LongestName),
            form.May("alert", Typed.LongestName),
            Guid.TryParse(form["task"], out var task) ? task : null,
            form.Has("exercise")
        );
        if (form.Problems.Count == 0)
        {
            try
            {
                await database.WriteAsync(
                    async tx =>
                    {
                        // Whatever is refused, nothing of it is kept.
                        if (await book.LogAsync(tx, denial, caller) is { } refused)
                        {
                            throw refused.Raise();
                        }
                    },
                    ct
                );
                return Results.LocalRedirect("/movements/denied");
            }
            catch (ProblemException e)
            {
                form.Problems.Add(e.Problem);
            }
        }
        var about = denial.Alert is { } reference ? await alerts.FindAsync(reference, caller, ct) : null;
        return Page(new LogDenialModel(form.Fields, await TasksAsync(about, database, ct), form.Problems), form.Status);
    }

    private static async Task<IResult> StrikeAsync(
        Guid id,
        IFormCollection sent,
        HttpContext http,
        DenialBook book,
        Installation house,
        Database database,
        CancellationToken ct
    )
    {
        var reason = new Typed(sent, house.Zone).May("reason", Typed.LongestText);
        var refused = await database.WriteAsync(tx => book.StrikeAsync(tx, id, reason, Caller.Of(http)!), ct);
        return refused is null ? Results.LocalRedirect("/movements/denied") : throw refused.Raise();
    }

    private static async Task<IReadOnlyList<ResponseTask>> TasksAsync(
        Alert? alert,
        Database database,
        CancellationToken ct
    )
    {
        if (alert is null)
        {
            return [];
        }
        await using var c = await database.OpenAsync(ct);
        return await TaskBook.OfAsync(c, alert.AlertId);
    }

    private static IResult Page(LogDenialModel model, int status) =>
        new RazorComponentResult<LogDenialPage>(new { Model = model }) { StatusCode = status };
}

/// <param name="Tasks">Of the alert that is named, where the person may know of it.</param>
public sealed record LogDenialModel(
    IReadOnlyDictionary<string, string> Typed,
    IReadOnlyList<ResponseTask> Tasks,
    IReadOnlyList<Problem> Problems
);
