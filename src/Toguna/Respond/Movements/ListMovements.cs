using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;

namespace Toguna.Respond.Movements;

/// <summary>The page <c>/movements</c>: what goes out, with spare seats and conflicts; who asks for seats; what ended.</summary>
internal static class ListMovements
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/movements", ShowAsync).Needs(Permission.Act);

    private static async Task<IResult> ShowAsync(HttpContext http, MovementBook book, CancellationToken ct)
    {
        var caller = Caller.Of(http)!;
        var board = await book.BoardAsync(ct);
        return new RazorComponentResult<MovementsPage>(
            new
            {
                Model = new ListMovementsModel(
                    board,
                    await book.EndedAsync(ct),
                    await book.AlertsAsync(board.Requests.Select(r => r.AlertId), caller, ct),
                    caller
                ),
            }
        );
    }
}

/// <param name="Alerts">References of those alerts that the reader may know of.</param>
public sealed record ListMovementsModel(
    MovementBoard Board,
    IReadOnlyList<Movement> Ended,
    IReadOnlyDictionary<Guid, string> Alerts,
    Caller Caller
)
{
    public bool MayPlan => Caller.May(Permission.Respond);

    /// <summary>Coming movements that could take a request along as they are.</summary>
    public IEnumerable<Movement> For(SeatRequest request) =>
        Board.Movements.Where(m => MovementRules.Fits(m, Board.On(m), request, Board.Now));
}
