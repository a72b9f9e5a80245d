using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;

namespace Toguna.Respond.Movements;

/// <summary>The page <c>/movements/MV-0012</c>: way, seats, conflicts, story; and the steps of those who may take them.</summary>
internal static class ShowMovement
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/movements/{id}", OpenAsync).Needs(Permission.Act);
        routes.MapPost("/movements/{id}/seats", SeatAsync).Needs(Permission.Act).KeepsTyped();
        routes.MapPost("/movements/{id}/steps", StepAsync).Needs(Permission.Respond).KeepsTyped();
        routes.MapPost("/movements/{id}/authorise", AuthoriseAsync).Needs(Permission.AuthoriseMovements).KeepsTyped();
    }

    private static async Task<IResult> OpenAsync(
        string id,
        HttpContext http,
        MovementDesk desk,
        CancellationToken ct
    ) => Page(await desk.ModelAsync(id, Caller.Of(http)!, ct));

    /// <summary>A seat for one's section, or a request that was open.</summary>
    private static Task<IResult> SeatAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        MovementDesk desk,
        SeatSteps seats,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        desk.StepAsync(
            id,
            sent,
            Caller.Of(http)!,
            (at, f) =>
            {
                var anyVersion = at with { Version = null };
                if (Guid.TryParse(f["request"], out var request))
                {
                    return seats.TakeAlongAsync(anyVersion, request);
                }
                var component = f.Component("component");
                var people = f.Count("people", 0, AskSeats.MostPeople, 0);
                var cargo = f.Count("cargo", 0, AskSeats.MostKg, 0);
                var why = f.Need("why", Typed.LongestText);
                if (f.Problems.Count > 0)
                {
                    return Task.FromResult<Problem?>(f.Problems[0]);
                }
                return people + cargo == 0
                    ? Task.FromResult<Problem?>(RespondProblems.NothingAsked().At("people"))
                    : seats.JoinAsync(
                        anyVersion,
                        f.Id("seat", clock),
                        component,
                        (Stop(f["on"]), Stop(f["off"])),
                        people,
                        cargo,
                        why
                    );
            },
            ct
        );

    private static Task<IResult> StepAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        MovementDesk desk,
        MovementSteps steps,
        CancellationToken ct
    ) =>
        desk.StepAsync(
            id,
            sent,
            Caller.Of(http)!,
            (at, f) => TakeAsync(steps, at, f, ["leave", "done", "call_off"]),
            ct
        );

    private static Task<IResult> AuthoriseAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        MovementDesk desk,
        MovementSteps steps,
        CancellationToken ct
    ) => desk.StepAsync(id, sent, Caller.Of(http)!, (at, f) => TakeAsync(steps, at, f, ["authorise", "refuse"]), ct);

    private static Task<Problem?> TakeAsync(MovementSteps steps, MovementAt at, Typed form, string[] offered)
    {
        var words = form.May("words", Typed.LongestText);
        return form.Problems.Count > 0 ? Task.FromResult<Problem?>(form.Problems[0])
            : offered.Contains(form["do"]) ? steps.TakeAsync(at, form["do"], words)
            : Task.FromResult<Problem?>(RespondProblems.NotOffered(form["do"], string.Join(", ", offered)));
    }

    private static int Stop(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var stop) ? stop : -1;

    public static IResult Page(MovementModel model) =>
        new RazorComponentResult<MovementPage>(new { Model = model })
        {
            StatusCode = model.Problems.Count == 0 ? StatusCodes.Status200OK : model.Problems[0].Status,
        };
}

/// <summary>Reads what the page of a movement shows, and takes the steps of its forms.</summary>
internal sealed class MovementDesk(
    Database database,
    MovementBook book,
    DenialBook denials,
    Installation house,
    TimeProvider clock
)
{
    /// <exception cref="ProblemException">There is no such movement.</exception>
    public async Task<MovementModel> ModelAsync(string reference, Caller caller, CancellationToken ct)
    {
        var movement = await book.FindAsync(reference, ct) ?? throw RespondProblems.MovementUnknown(reference).Raise();
        var board = await book.BoardAsync(ct);
        var aboard = await book.AboardAsync(movement.MovementId, ct);
        var events = await book.EventsAsync(movement.MovementId, ct);
        return new MovementModel(
            movement,
            board,
            aboard,
            await denials.OfAsync(movement.MovementId, ct),
            events,
            await book.AlertsAsync(aboard.Concat(board.Open).Select(r => r.AlertId), caller, ct),
            await book.PeopleAsync(events.Select(e => (string?)e.ByUser).Append(movement.DecidedBy), ct),
            caller,
            Ids.New(clock)
        );
    }

    /// <summary>Takes a step of a form on the page and leads back to it; refused, the page comes with all that was typed.</summary>
    public async Task<IResult> StepAsync(
        string id,
        IFormCollection sent,
        Caller caller,
        Func<MovementAt, Typed, Task<Problem?>> step,
        CancellationToken ct
    )
    {
        var form = new Typed(sent, house.Zone);
        var problem = await database.WriteAsync(tx => step(new MovementAt(tx, id, form.Version, caller), form), ct);
        return problem is null
            ? Results.LocalRedirect("/movements/" + Uri.EscapeDataString(id))
            : ShowMovement.Page(await ModelAsync(id, caller, ct) with { Problems = [problem], Typed = form.Fields });
    }
}

/// <param name="Alerts">References of those alerts that the reader may know of.</param>
/// <param name="People">Names of colleagues by id.</param>
/// <param name="NewSeat">Id of a seat that is asked for on this page: the same form sent twice is one.</param>
public sealed record MovementModel(
    Movement Movement,
    MovementBoard Board,
    IReadOnlyList<SeatRequest> Aboard,
    IReadOnlyList<Denial> Denials,
    IReadOnlyList<MovementEvent> Events,
    IReadOnlyDictionary<Guid, string> Alerts,
    IReadOnlyDictionary<string, string> People,
    Caller Caller,
    Guid NewSeat
)
{
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>As typed in a form that was refused.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    public bool MayPlan => Caller.May(Permission.Respond);

    public bool MayAuthorise => Caller.May(Permission.AuthoriseMovements);

    /// <summary>A seat can still be had.</summary>
    public bool IsOpen => Movement.IsOpen && Movement.LeavesAt >= Board.Now;
}
