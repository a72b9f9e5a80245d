using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Mandate;

namespace Toguna.Record.Actors;

/// <summary>The page of one actor: what it is held responsible for, where and when it was active, with and against whom.</summary>
internal static class ShowActor
{
    private const int MostRows = 12;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/actors/{id:guid}", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(
        Guid id,
        HttpContext http,
        IncidentBook book,
        ContextBook timeline,
        Database database,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var (actor, involved) = await FindAsync(id, book, database, caller, ct);
        return new RazorComponentResult<ShowActorPage>(
            new { Model = await ModelAsync(actor, involved, book, timeline, caller, [], null, ct) }
        );
    }

    /// <summary>The actor, for who may know of an incident of it; for everybody else there is none.</summary>
    public static async Task<(ActorFacts, IncidentTotals)> FindAsync(
        Guid id,
        IncidentBook book,
        Database database,
        Caller caller,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var actor = await ActorReading.FindAsync(c, id);
        var involved = await book.TotalsAsync(ActorModel.OfActor(id), caller, ct: ct);
        return actor is not null && involved.Incidents > 0
            ? (actor, involved)
            : throw RecordProblems.ActorUnknown(id.ToString()).Raise();
    }

    /// <param name="typed">What a refused form sent; null: what is known.</param>
    public static async Task<ActorModel> ModelAsync(
        ActorFacts actor,
        IncidentTotals involved,
        IncidentBook book,
        ContextBook timeline,
        Caller caller,
        IReadOnlyList<Problem> problems,
        ActorForm? typed,
        CancellationToken ct
    )
    {
        var (all, held) = (ActorModel.OfActor(actor.ActorId), ActorModel.HeldResponsible(actor.ActorId));
        var form = typed ?? new ActorForm(actor.Kind, actor.Note ?? "", "", "");
        var responsible = await book.TotalsAsync(held, caller, ct: ct);
        if (!actor.IsProfiled)
        {
            return new ActorModel(actor, involved, responsible, null, caller.May(Permission.Write), problems, form);
        }
        var period = IncidentSeries.PeriodOf(await book.SpanAsync(all, caller, ct));
        var profile = new ActorProfile(
            period,
            await IncidentSeries.ReadAsync(book, timeline, held, caller, IncidentMeasure.Civilians, period, ct),
            await IncidentSeries.ReadAsync(book, timeline, all, caller, IncidentMeasure.Incidents, period, ct),
            await book.CrossAsync(held, caller, "act", "year", MostRows, ct: ct),
            await book.CrossAsync(all, caller, "adm1", "year", MostRows, ct: ct),
            await book.RelationsAsync(actor.ActorId, IncidentFilter.None, caller, ct)
        );
        return new ActorModel(actor, involved, responsible, profile, caller.May(Permission.Write), problems, form);
    }
}

/// <param name="Period">Of the bars.</param>
/// <param name="Civilians">Civilians killed for which the actor is held responsible.</param>
/// <param name="Incidents">Incidents in which it stands.</param>
public sealed record ActorProfile(
    string Period,
    IncidentSeries Civilians,
    IncidentSeries Incidents,
    IncidentTable Acts,
    IncidentTable Places,
    IReadOnlyList<ActorRelation> Relations
)
{
    private const int MostShown = 12;

    public IReadOnlyList<ActorRelation> Opponents { get; } = [.. Relations.Where(r => r.Opposed).Take(MostShown)];

    public IReadOnlyList<ActorRelation> Allies { get; } = [.. Relations.Where(r => !r.Opposed).Take(MostShown)];
}

/// <param name="Held">What the actor is held responsible for.</param>
/// <param name="Profile">Null for an actor about which nothing is put together.</param>
public sealed record ActorModel(
    ActorFacts Actor,
    IncidentTotals Involved,
    IncidentTotals Held,
    ActorProfile? Profile,
    bool MayWrite,
    IReadOnlyList<Problem> Problems,
    ActorForm Form
)
{
    public IncidentFilter All => OfActor(Actor.ActorId);

    public IncidentFilter Responsible => HeldResponsible(Actor.ActorId);

    public static IncidentFilter OfActor(Guid id) => IncidentFilter.None with { Actors = [id.ToString()] };

    public static IncidentFilter HeldResponsible(Guid id) =>
        IncidentFilter.None with
        {
            Perpetrators = [id.ToString()],
        };
}
