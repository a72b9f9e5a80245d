using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;

namespace Toguna.Warn.Signals;

/// <summary>The page <c>/signals/SG-0007</c>: what was seen, its incidents, what was decided and what came; and the decision itself.</summary>
internal static class ShowSignal
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/signals/{id}", OpenAsync).Needs(Permission.Read);
        routes.MapPost("/signals/{id}/decide", DecideAsync).Needs(Permission.Warn);
    }

    private static async Task<IResult> OpenAsync(
        string id,
        HttpContext http,
        SignalBook book,
        Database database,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        return await PageAsync(await DemandAsync(id, book, caller, ct), book, database, caller, [], ct);
    }

    private static async Task<IResult> DecideAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        SignalBook book,
        Database database,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var signal = await DemandAsync(id, book, caller, ct);
        var typed = sent.Typed();
        var problem = await book.DecideAsync(
            signal,
            typed.GetValueOrDefault("do", ""),
            typed.GetValueOrDefault("reason"),
            sent.ContainsKey("seen") ? sent["seen"].ToString() : null,
            caller,
            ct
        );
        return problem is not null
                ? await PageAsync(await DemandAsync(id, book, caller, ct), book, database, caller, [problem], ct)
            : typed.ContainsKey("list") ? Results.LocalRedirect($"/signals?week={signal.Week}")
            : Results.LocalRedirect("/signals/" + signal.Reference);
    }

    private static async Task<Signal> DemandAsync(string id, SignalBook book, Caller caller, CancellationToken ct) =>
        await book.FindAsync(id, caller, ct) ?? throw WarnProblems.SignalUnknown(id).Raise();

    private static async Task<IResult> PageAsync(
        Signal signal,
        SignalBook book,
        Database database,
        Caller caller,
        IReadOnlyList<Problem> problems,
        CancellationToken ct
    )
    {
        var decisions = await book.DecisionsAsync(signal.SignalId, caller, ct);
        await using var c = await database.OpenAsync(ct);
        var model = new ShowSignalModel(
            new SignalCardModel(
                signal,
                await book.IncidentsAsync(signal.SignalId, caller, SignalCardModel.Many, ct),
                caller.May(Permission.Warn),
                true,
                problems
            ),
            decisions,
            await People.NamesAsync(c, database.Engine, decisions.Select(d => d.ByUser))
        );
        return new RazorComponentResult<ShowSignalPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems[0].Status,
        };
    }
}

/// <param name="People">Names of colleagues by id.</param>
public sealed record ShowSignalModel(
    SignalCardModel Card,
    IReadOnlyList<SignalDecided> Decisions,
    IReadOnlyDictionary<string, string> People
);
