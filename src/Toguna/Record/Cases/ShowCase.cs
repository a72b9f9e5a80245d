using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Cases;

/// <summary>The page <c>/cases/CASE-7KX2</c>: not there for those to whom the case is not open.</summary>
/// <remarks>Who was let in and keeps no cases, e.g. a partner, reads its incidents; people and interviews are not for them.</remarks>
internal static class ShowCase
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/cases/{code}",
                (string code, HttpContext http, Database database, TimeProvider clock, CancellationToken ct) =>
                    PageAsync(code, http, database, clock, new ShowCaseExtra(), ct)
            )
            .Needs(Permission.Read);

    public static async Task<IResult> PageAsync(
        string code,
        HttpContext http,
        Database database,
        TimeProvider clock,
        ShowCaseExtra extra,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        await using var c = await database.OpenAsync(ct);
        var found = await CaseBook.FindAsync(c, code, caller) ?? throw RecordProblems.CaseUnknown(code).Raise();
        var incidents = await CaseBook.IncidentsAsync(c, found.CompartmentId, caller);
        var keeps = caller.May(Permission.KeepCases);
        var interviews = keeps ? await InterviewBook.OfAsync(c, found.CompartmentId) : [];
        var people = keeps ? await Grants.OfAsync(c, found.CompartmentId, clock.GetUtcNow()) : [];
        var model = new ShowCaseModel(
            found,
            incidents,
            await CaseBook.VictimsAsync(c, database.Engine, incidents),
            keeps ? await CaseReports.StayingAsync(c, database.Engine, incidents, caller) : [],
            interviews,
            people,
            await People.NamesAsync(
                c,
                database.Engine,
                people.Select(p => p.UserId.ToString()).Concat(interviews.Select(n => n.Interviewer))
            ),
            caller,
            extra
        );
        return new RazorComponentResult<ShowCasePage>(new { Model = model })
        {
            StatusCode = extra.Problems.Count == 0 ? StatusCodes.Status200OK : extra.Problems.Max(p => p.Status),
        };
    }
}

/// <summary>What a form on the page of a case was answered with.</summary>
/// <param name="Opened">Notes that were just opened, by interview.</param>
public sealed record ShowCaseExtra(
    IReadOnlyDictionary<Guid, string>? Opened = null,
    string? TypedIncident = null,
    params IReadOnlyList<Problem> Problems
);

/// <param name="Incidents">That the reader may know of.</param>
/// <param name="Victims">Of these incidents.</param>
/// <param name="Staying">Of each incident, the reports that others go on seeing while it lies in the case.</param>
/// <param name="Grants">To whom it is open now.</param>
/// <param name="People">Names of colleagues by id.</param>
public sealed record ShowCaseModel(
    Compartment Case,
    IReadOnlyList<CaseIncident> Incidents,
    IReadOnlyList<CaseVictim> Victims,
    IReadOnlyList<ReportsStaying> Staying,
    IReadOnlyList<InterviewRow> Interviews,
    IReadOnlyList<AccessGrant> Grants,
    IReadOnlyDictionary<string, string> People,
    Caller Caller,
    ShowCaseExtra Extra
)
{
    public bool MayKeep => Caller.May(Permission.KeepCases);

    /// <summary>Whether the incident lies in the compartment of this case.</summary>
    public bool Encloses(CaseIncident incident) => incident.CompartmentId == Case.CompartmentId;

    public CaseVictim? VictimOf(InterviewRow interview) =>
        interview.SubjectKind == SealedVictims.Kind
            ? Victims.FirstOrDefault(v => v.Facts.VictimId == interview.SubjectId)
            : null;
}
