using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;
using Toguna.Record.Rearrangements;

namespace Toguna.Record.Cases;

/// <summary>Adds an incident to a case, takes it out, and moves it into the compartment of the case or back.</summary>
/// <remarks>
/// An incident can belong to several cases and lies in one compartment at most: from then on it is there for those alone
/// to whom that compartment is open, and so are the reports that rest on nothing that others see (<see cref="CaseReports"/>).
/// </remarks>
internal sealed class CaseIncidents(Database database, AuditLog audit)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/cases/{code}/incidents").Needs(Permission.KeepCases);
        pages.MapPost("", SentAsync);
        foreach (var (word, change) in Changes)
        {
            pages.MapPost(
                "/{id}/" + word,
                (
                    string code,
                    string id,
                    HttpContext http,
                    CaseIncidents book,
                    TimeProvider clock,
                    CancellationToken ct
                ) => book.AnswerAsync(code, id, http, clock, at => change(book, at), ct)
            );
        }
    }

    private static Task<IResult> SentAsync(
        string code,
        HttpContext http,
        CaseIncidents book,
        TimeProvider clock,
        IFormCollection form,
        CancellationToken ct
    ) => book.AnswerAsync(code, form["incident"].ToString().Trim(), http, clock, book.AddAsync, ct);

    private static readonly (string Word, Func<CaseIncidents, CaseChange, Task<Problem?>> Change)[] Changes =
    [
        ("remove", (book, at) => book.RemoveAsync(at)),
        ("enclose", (book, at) => book.MoveAsync(at, inside: true)),
        ("release", (book, at) => book.MoveAsync(at, inside: false)),
    ];

    /// <summary>Case and incident are looked up in the transaction: what was closed meanwhile is not there.</summary>
    private async Task<IResult> AnswerAsync(
        string code,
        string id,
        HttpContext http,
        TimeProvider clock,
        Func<CaseChange, Task<Problem?>> change,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var problem = await database.WriteAsync(
            async tx =>
            {
                var found =
                    await CaseBook.FindAsync(tx.Connection, code, caller, tx.Transaction)
                    ?? throw RecordProblems.CaseUnknown(code).Raise();
                return
                    await IncidentFinder.FindAsync(tx.Connection, tx.Engine, id, caller, tx.Transaction)
                        is not { } incident
                    ? RecordProblems.IncidentUnknown(id).At("incident")
                    : await change(new CaseChange(tx, found.CompartmentId, incident, caller));
            },
            ct
        );
        return problem is null
            ? Results.LocalRedirect($"/cases/{Uri.EscapeDataString(code)}")
            : await ShowCase.PageAsync(
                code,
                http,
                database,
                clock,
                new ShowCaseExtra(TypedIncident: id, Problems: problem with { Status = 422 }),
                ct
            );
    }

    private async Task<Problem?> AddAsync(CaseChange at)
    {
        var added = await at.Tx.ExecuteAsync(
            """
            INSERT INTO case_incident (case_id, incident_id, added_by, added_at) VALUES (@Case, @Incident, @By, @Now)
            ON CONFLICT (case_id, incident_id) DO NOTHING
            """,
            new
            {
                at.Case,
                at.Incident,
                By = at.Caller.Id,
                at.Tx.Now,
            }
        );
        if (added > 0)
        {
            await NoteAsync(at, "case.incident_added");
        }
        return null;
    }

    private async Task<Problem?> RemoveAsync(CaseChange at)
    {
        var (_, compartment) = await LoadAsync(at);
        if (compartment == at.Case)
        {
            return RecordProblems.IncidentEnclosed();
        }
        var origins = await CaseBook.OriginsAsync(at.Tx, at.Case, at.Incident);
        foreach (var origin in origins)
        {
            await at.Tx.ExecuteAsync(
                "DELETE FROM case_incident WHERE case_id = @Case AND incident_id = @origin",
                new { at.Case, origin }
            );
        }
        if (origins.Count > 0)
        {
            await NoteAsync(at, "case.incident_removed");
        }
        return null;
    }

    private async Task<Problem?> MoveAsync(CaseChange at, bool inside)
    {
        var (before, compartment) = await LoadAsync(at);
        if (compartment == (inside ? at.Case : null))
        {
            // Sent twice.
            return null;
        }
        if (compartment is not null && compartment != at.Case)
        {
            return RecordProblems.IncidentElsewhere(IncidentSummary.ReferenceOf(before.Incident.Number));
        }
        if (inside && (await CaseBook.OriginsAsync(at.Tx, at.Case, at.Incident)).Count == 0)
        {
            return RecordProblems.IncidentNotOfCase(IncidentSummary.ReferenceOf(before.Incident.Number));
        }
        await at.Tx.ExecuteAsync(
            "UPDATE incident SET compartment_id = @To, version = version + 1 WHERE incident_id = @Incident",
            new { To = inside ? at.Case : (Guid?)null, at.Incident }
        );
        await CaseReports.FollowAsync(at, audit, inside);
        await IncidentStore.KeepHistoryAsync(
            at.Tx,
            at.Incident,
            inside ? "enclosed" : "released",
            at.Caller.Id,
            null,
            null,
            IncidentStore.ToJson(before)
        );
        await NoteAsync(at, inside ? "incident.enclosed" : "incident.released");
        return null;
    }

    private static async Task<(IncidentSnapshot Before, Guid? Compartment)> LoadAsync(CaseChange at)
    {
        await RearrangementBook.LockAsync(at.Tx, [at.Incident]);
        var lies = await at.Tx.FindAsync<CaseIncident>(
            "SELECT compartment_id FROM incident WHERE incident_id = @Incident",
            new { at.Incident }
        );
        return (await IncidentStore.LoadAsync(at.Tx, at.Incident), lies?.CompartmentId);
    }

    private Task NoteAsync(CaseChange at, string action) =>
        audit.AppendAsync(at.Tx, at.Caller.Id, action, $"incident:{at.Incident}", new { compartment = at.Case });
}

/// <summary>A change to an incident of a case, under way.</summary>
internal sealed record CaseChange(WriteScope Tx, Guid Case, Guid Incident, Caller Caller);
