using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Sealing;

/// <summary>The page <c>/destruction/ID</c>: what a second person confirms, how far it is, and what came of it.</summary>
internal static class ConfirmDestruction
{
    /// <summary>A destruction that is done within this time leads straight to its outcome.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/destruction/{id:guid}").Needs(Permission.Destroy);
        pages.MapGet("", ShowAsync);
        pages.MapPost("/confirm", ConfirmAsync);
        pages.MapPost("/continue", ContinueAsync);
        pages.MapPost("/withdraw", WithdrawAsync);
    }

    private static async Task<IResult> ShowAsync(
        Guid id,
        HttpContext http,
        Database database,
        ShredSubject shred,
        ShredWork works,
        ListKeys keys,
        SubjectCodes codes,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        // Looked for first: a run that ends in between leaves a request that is done.
        var run = works.Find(id) is { Work.IsCompleted: false } found ? found : null;
        await using var c = await database.OpenAsync(ct);
        var request = await ShredBook.FindAsync(c, id) ?? throw FoundationProblems.NotFound("request").Raise();
        var state = request.StateAt(clock.GetUtcNow());
        var progress = state == ShredState.UnderWay ? run?.Last : null;
        if (progress is not null)
        {
            http.Response.Headers["Refresh"] = "2";
        }
        var ring = await keys.RunAsync(ct);
        var masters = ring.Masters.Select(m => m.Id).ToHashSet();
        var code = (await codes.OfAsync(c, caller, [request.Subject]))[request.Subject];
        var model = new DestructionModel(
            new Destruction(request, code, state),
            await People.NamesAsync(
                c,
                database.Engine,
                new[] { request.AskedBy, request.ConfirmedBy }.OfType<string>()
            ),
            Own: request.AskedBy == caller.Id,
            Values: state == ShredState.Waiting ? await shred.CountValuesAsync(request.Subject, ct) : 0,
            [.. ring.Copies.Where(copy => copy.Masters.Any(masters.Contains))],
            progress
        );
        return new RazorComponentResult<DestructionPage>(new { Model = model });
    }

    private static async Task<IResult> ConfirmAsync(
        Guid id,
        HttpContext http,
        ShredSubject shred,
        ShredWork works,
        CancellationToken ct
    ) => await WaitAsync(works.Start(await shred.DecideAsync(Caller.Of(http)!, id, ct)), id, ct);

    /// <summary>What two people decided and something cut off; whoever may destroy may have it finished.</summary>
    private static async Task<IResult> ContinueAsync(Guid id, Database database, ShredWork works, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var request = await ShredBook.FindAsync(c, id) ?? throw FoundationProblems.NotFound("request").Raise();
        return request is { ConfirmedAt: not null, DoneAt: null }
            ? await WaitAsync(works.Start(request), id, ct)
            : Results.LocalRedirect($"/destruction/{id}");
    }

    private static async Task<IResult> WithdrawAsync(Guid id, HttpContext http, ShredSubject shred)
    {
        await shred.WithdrawAsync(Caller.Of(http)!, id);
        return Results.LocalRedirect("/destruction");
    }

    private static async Task<IResult> WaitAsync(ShredRun run, Guid id, CancellationToken ct)
    {
        await Task.WhenAny(run.Work, Task.Delay(ShortWait, ct));
        return Results.LocalRedirect($"/destruction/{id}");
    }
}

/// <param name="People">Names by id.</param>
/// <param name="Own">The reader asked for it, and so cannot confirm it.</param>
/// <param name="Values">Sealed values that would be taken out.</param>
/// <param name="Copies">Recovery copies that hold a master of today.</param>
/// <param name="Progress">How far it is; null: nothing is done for it in this process.</param>
public sealed record DestructionModel(
    Destruction Destruction,
    IReadOnlyDictionary<string, string> People,
    bool Own,
    long Values,
    IReadOnlyList<RecoveryCopy> Copies,
    RotationProgress? Progress
);
