using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Gather;

namespace Toguna.Desk.Triage;

/// <summary>The page <c>/triage</c>: reports that wait for a decision, the most urgent first, of these the oldest.</summary>
internal static class ShowTriage
{
    public static readonly IReadOnlyList<string> States =
    [
        TriageState.Open,
        TriageState.Asked,
        TriageState.Linked,
        TriageState.Made,
        TriageState.SetAside,
    ];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/triage", ShowAsync).Needs(Permission.Triage);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        TriageBook triage,
        TimeProvider clock,
        string state = TriageState.Open,
        int page = 1,
        CancellationToken ct = default
    )
    {
        state = States.Contains(state) ? state : TriageState.Open;
        var queue = await triage.QueueAsync(Caller.Of(http)!, state, Math.Clamp(page, 1, 100_000), ct);
        return new RazorComponentResult<TriagePage>(new { Model = new TriageModel(queue, clock.GetUtcNow()) });
    }
}

/// <param name="Now">Ages are told from it.</param>
public sealed record TriageModel(Gather.TriagePage Queue, DateTimeOffset Now);
