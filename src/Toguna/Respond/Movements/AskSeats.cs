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

/// <summary>Asks for seats on whatever goes (<c>/movements/requests/new</c>), and withdraws a request.</summary>
internal static class AskSeats
{
    public const int MostPeople = 500;
    public const int MostKg = 100_000;

    /// <summary>Days from the earliest departure to the latest arrival.</summary>
    private const int LongestWindow = 60;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/movements/requests/new", OpenAsync).Needs(Permission.Act);
        routes.MapPost("/movements/requests/new", AskAsync).Needs(Permission.Act).KeepsTyped();
        routes.MapPost("/movements/requests/{id:guid}", WithdrawAsync).Needs(Permission.Act);
    }

    private static IResult OpenAsync(string? alert, HttpContext http, TimeProvider clock) =>
        Page(
            new AskSeatsModel(
                new Dictionary<string, string>
                {
                    ["id"] = Ids.New(clock).ToString(),
                    ["alert"] = alert ?? "",
                    ["component"] = Caller.Of(http)!.Reach.Component?.ToString() ?? "",
                },
                Caller.Of(http)!,
                []
            ),
            StatusCodes.Status200OK
        );

    private static async Task<IResult> AskAsync(
        IFormCollection sent,
        HttpContext http,
        SeatSteps seats,
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
        var (earliest, latest) = form.Window("earliest", "latest", clock.GetUtcNow(), LongestWindow);
        var asked = new NewSeatRequest(
            form.Id("id", clock),
            form.Component("component"),
            await form.PlaceAsync("from", places, ct),
            await form.PlaceAsync("to", places, ct),
            earliest,
            latest,
            form.Count("people", 0, MostPeople, 0),
            form.Count("cargo", 0, MostKg, 0),
            form["escort"] is "needs" or "refuses" ? form["escort"] : "either",
            form.Has("urgent"),
            form.Need("why", Typed.LongestText),
            null,
            form.Has("exercise")
        );
        if (asked.From.PlaceKey.Length > 0 && asked.From.PlaceKey == asked.To.PlaceKey)
        {
            form.Problems.Add(RespondProblems.SamePlace(asked.To.PlaceText).At("to"));
        }
        if (asked is { People: 0, CargoKg: 0 } && form.Problems.All(p => p.Field is not ("people" or "cargo")))
        {
            form.Problems.Add(RespondProblems.NothingAsked().At("people"));
        }
        if (form.May("alert", Typed.LongestName) is { } reference)
        {
            // One that they may not know of is not there.
            if (await alerts.FindAsync(reference, caller, ct) is { } about)
            {
                asked = asked with { Alert = about.AlertId };
            }
            else
            {
                form.Problems.Add(WarnProblems.AlertUnknown(reference).At("alert"));
            }
        }
        if (
            form.Problems.Count == 0
            && await database.WriteAsync(tx => seats.AskAsync(tx, asked, caller), ct) is { } refused
        )
        {
            form.Problems.Add(refused);
        }
        return form.Problems.Count == 0
            ? Results.LocalRedirect("/movements")
            : Page(new AskSeatsModel(form.Fields, caller, form.Problems), form.Status);
    }

    private static async Task<IResult> WithdrawAsync(
        Guid id,
        IFormCollection sent,
        HttpContext http,
        SeatSteps seats,
        Installation house,
        Database database,
        CancellationToken ct
    )
    {
        var version = new Typed(sent, house.Zone).Version;
        var refused = await database.WriteAsync(tx => seats.WithdrawAsync(tx, id, version, Caller.Of(http)!), ct);
        return refused is null ? Results.LocalRedirect("/movements") : throw refused.Raise();
    }

    private static IResult Page(AskSeatsModel model, int status) =>
        new RazorComponentResult<AskSeatsPage>(new { Model = model }) { StatusCode = status };
}

public sealed record AskSeatsModel(
    IReadOnlyDictionary<string, string> Typed,
    Caller Caller,
    IReadOnlyList<Problem> Problems
);
