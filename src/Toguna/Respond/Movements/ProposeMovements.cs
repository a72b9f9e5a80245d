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

/// <summary>The page <c>/movements/plan</c>: how the open requests could share movements, and a button that makes one of a proposal.</summary>
internal static class ProposeMovements
{
    private const int UsualDays = 3;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/movements/plan", ShowAsync).Needs(Permission.Respond);
        routes.MapPost("/movements/plan", MakeAsync).Needs(Permission.Respond);
    }

    private static async Task<IResult> ShowAsync(MovementBook book, CancellationToken ct, string days = "")
    {
        var board = await book.BoardAsync(ct);
        var ahead = Days(days);
        return Page(MovementPlanning.Propose(board, ahead), board, ahead, []);
    }

    private static async Task<IResult> MakeAsync(
        IFormCollection sent,
        HttpContext http,
        MovementBook book,
        MovementSteps steps,
        Installation house,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var form = new Typed(sent, house.Zone);
        var board = await book.BoardAsync(ct);
        var ahead = Days(form["days"]);
        var answer = MovementPlanning.Propose(board, ahead);
        // What was shown is proposed anew: nothing of a plan comes back from a browser but which one is meant.
        if (answer.Proposals.FirstOrDefault(p => p.Key == form["key"]) is not { } proposal)
        {
            return Page(answer, board, ahead, [RespondProblems.PlanChanged()]);
        }
        var number = await database.WriteAsync(
            async tx =>
            {
                var id = tx.NewId();
                var (number, problem) = await steps.PlanAsync(tx, id, Facts(proposal, board), false, Caller.Of(http)!);
                foreach (var request in proposal.Requests)
                {
                    if (!await SeatSteps.PlaceAsync(tx, request.RequestId, id))
                    {
                        problem ??= RespondProblems.PlanChanged();
                    }
                }
                return problem is null ? number : throw problem.Raise();
            },
            ct
        );
        return Results.LocalRedirect("/movements/" + Movement.ReferenceOf(number));
    }

    private static MovementFacts Facts(PlanProposal proposal, MovementBoard board)
    {
        var stops = proposal.Movement.Stops;
        return new MovementFacts(
            Movement.Convoy,
            stops[0].Leaves,
            stops[^1].Arrives,
            [.. stops.Select(s => (board.Places[s.Place], (DateTimeOffset?)s.Arrives, (DateTimeOffset?)s.Leaves))],
            [.. proposal.Vehicles.Select(v => v.VehicleId)],
            proposal.Escort?.EscortId,
            null,
            null,
            null,
            null,
            null
        );
    }

    private static int Days(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days is >= 1 and <= MovementPlanning.MostDays
            ? days
            : UsualDays;

    private static IResult Page(PlanAnswer answer, MovementBoard board, int days, IReadOnlyList<Problem> problems) =>
        new RazorComponentResult<PlanPage>(new { Model = new PlanModel(answer, board, days, problems) })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems[0].Status,
        };
}

public sealed record PlanModel(PlanAnswer Answer, MovementBoard Board, int Days, IReadOnlyList<Problem> Problems)
{
    /// <summary>Coming movements that could take along what the planner left out.</summary>
    public IEnumerable<Movement> For(SeatRequest request) =>
        Board.Movements.Where(m => MovementRules.Fits(m, Board.On(m), request, Board.Now));
}
