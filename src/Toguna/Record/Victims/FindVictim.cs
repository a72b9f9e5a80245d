using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Victims;

/// <summary>The page <c>/cases/find</c>: whether a name is among those of victims, exact but for spelling habits, with a purpose.</summary>
/// <remarks>Answers with the incidents that the reader may know of; the search is in the audit log, the name is nowhere.</remarks>
internal static class FindVictim
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/cases/find").Needs(Permission.Unseal);
        pages.MapGet("", () => Page(new FindVictimModel("", "", null, [])));
        pages.MapPost("", FindAsync);
    }

    private static async Task<IResult> FindAsync(
        HttpContext http,
        Database database,
        SealedFields fields,
        IFormCollection sent,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var (name, typed) = (FormReading.Clean(sent["name"].ToString()).Trim(), sent["purpose"].ToString());
        var problems = new List<Problem>();
        if (name.Length == 0)
        {
            problems.Add(RecordProblems.SearchEmpty(name).At("name"));
        }
        if (Purposes.Find(typed) is not { } purpose)
        {
            problems.Add(RecordProblems.PurposeMissing().At("purpose"));
            return Page(new FindVictimModel(name, typed, null, problems));
        }
        http.Response.Headers.CacheControl = "no-store";
        return problems.Count > 0
            ? Page(new FindVictimModel(name, typed, null, problems))
            : Page(
                new FindVictimModel(
                    name,
                    typed,
                    await database.WriteAsync(tx => KnownAsync(tx, caller, purpose, name, fields), ct),
                    []
                )
            );
    }

    private static async Task<IReadOnlyList<FoundVictim>> KnownAsync(
        WriteScope tx,
        Caller caller,
        ReadPurpose purpose,
        string name,
        SealedFields fields
    )
    {
        var found = await fields.FindAsync(tx, caller, purpose, SealedVictims.Name, name);
        var parameters = new DynamicParameters(new { ids = Dialect.List(tx.Engine, found) });
        var access = IncidentAccess.AccessClause(caller, parameters);
        return
        [
            .. await tx.Connection.QueryAsync<VictimFacts, (long Number, string Title), FoundVictim>(
                $"""
                SELECT v.*, i.number, i.title FROM victim v JOIN incident i ON i.incident_id = v.incident_id
                WHERE {Dialect.InIds(tx.Engine, "v.victim_id", "ids")} AND {access} ORDER BY i.number
                """,
                (victim, incident) => new FoundVictim(victim, incident.Number, incident.Title),
                parameters,
                tx.Transaction,
                splitOn: "number"
            ),
        ];
    }

    private static IResult Page(FindVictimModel model) =>
        new RazorComponentResult<FindVictimPage>(new { Model = model })
        {
            StatusCode = model.Problems.Count == 0 ? StatusCodes.Status200OK : model.Problems.Max(p => p.Status),
        };
}

/// <summary>A victim of that name, in an incident that the reader may know of.</summary>
public sealed record FoundVictim(VictimFacts Facts, long Number, string Title);

/// <param name="Name">As typed.</param>
/// <param name="Purpose">As chosen.</param>
/// <param name="Found">Null: nothing was searched yet.</param>
public sealed record FindVictimModel(
    string Name,
    string Purpose,
    IReadOnlyList<FoundVictim>? Found,
    IReadOnlyList<Problem> Problems
);
