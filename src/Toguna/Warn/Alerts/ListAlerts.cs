using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;

namespace Toguna.Warn.Alerts;

/// <summary>The page <c>/alerts</c>: what is open, soonest first; what ended, below.</summary>
internal static class ListAlerts
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/alerts", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        AlertBook book,
        CapInBook messages,
        TimeProvider clock,
        CancellationToken ct,
        int page = 1
    )
    {
        var caller = Caller.Of(http)!;
        var now = clock.GetUtcNow();
        var (open, overdue) = await book.CountAsync(caller, now, ct);
        var model = new ListAlertsModel(
            page <= 1 ? await book.OpenAsync(caller, ct: ct) : [],
            await book.EndedAsync(caller, page, ct),
            caller.May(Permission.Warn) ? await messages.WaitingAsync(ct) : [],
            open,
            overdue,
            Math.Max(1, page),
            now,
            caller.May(Permission.Warn),
            caller.May(Permission.Administer)
        );
        return new RazorComponentResult<ListAlertsPage>(new { Model = model });
    }
}

/// <param name="Waiting">Messages of other systems on which nobody has decided.</param>
/// <param name="Overdue">Of those that are open.</param>
public sealed record ListAlertsModel(
    IReadOnlyList<Alert> Open,
    IReadOnlyList<Alert> Ended,
    IReadOnlyList<CapIn> Waiting,
    long Count,
    long Overdue,
    int Page,
    DateTimeOffset Now,
    bool MayWarn,
    bool MaySetLimits
);
