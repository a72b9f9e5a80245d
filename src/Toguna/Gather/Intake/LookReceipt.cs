using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Gather.Intake;

/// <summary>The page <c>/status</c>: one of four words for a receipt code, which is sent and never part of an address.</summary>
internal static class LookReceipt
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup("/status").AllowAnonymous().RequireRateLimiting(AccessServices.SignInLimit);
        open.MapGet("", () => Page(null, []));
        open.MapPost("", AnswerAsync);
    }

    private static async Task<IResult> AnswerAsync([FromForm] string? code, Receipts receipts, CancellationToken ct) =>
        await receipts.LookAsync(code, ct) is { } state
            ? Page(state, [])
            : Page(null, [GatherProblems.ReceiptUnknown().At("code")]);

    private static IResult Page(ReceiptState? state, IReadOnlyList<Problem> problems) =>
        new RazorComponentResult<ReceiptPage>(new { State = state, Problems = problems })
        {
            StatusCode = problems.Count == 0 ? 200 : 422,
        };
}
