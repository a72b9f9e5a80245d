using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Mandate;
using Toguna.Methods.Text;

namespace Toguna.Record.Actors;

/// <summary>What a person says of an actor: its kind, a note, one more name.</summary>
/// <param name="Why">Why the kind is another; asked for when it changes.</param>
public sealed record ActorForm(string Kind, string Note, string Alias, string Why)
{
    public static ActorForm Of(IFormCollection form)
    {
        return new(Clean("kind"), Clean("note"), Clean("alias"), Clean("why"));

        string Clean(string field) => form[field].ToString().Trim();
    }
}

/// <summary>Changes an actor; every figure by category follows at once.</summary>
internal sealed class ChangeActor(Database database, AuditLog audit)
{
    private const int LongestNote = 4_000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/actors/{id:guid}", PostAsync).Needs(Permission.Write);

    private static async Task<IResult> PostAsync(
        Guid id,
        HttpContext http,
        IFormCollection sent,
        ChangeActor change,
        IncidentBook book,
        ContextBook timeline,
        Database database,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var (actor, involved) = await ShowActor.FindAsync(id, book, database, caller, ct);
        var form = ActorForm.Of(sent);
        var problems = Decide(actor, form);
        if (problems.Count > 0)
        {
            var model = await ShowActor.ModelAsync(actor, involved, book, timeline, caller, problems, form, ct);
            return new RazorComponentResult<ShowActorPage>(new { Model = model })
            {
                StatusCode = StatusCodes.Status422UnprocessableEntity,
            };
        }
        await change.SaveAsync(actor, form, caller);
        return Results.Redirect("/actors/" + id);
    }

    private static IReadOnlyList<Problem> Decide(ActorFacts actor, ActorForm form)
    {
        var problems = new List<Problem>();
        if (!ActorKinds.All.Contains(form.Kind))
        {
            problems.Add(RecordProblems.FilterCode("kind", form.Kind, string.Join(", ", ActorKinds.All)).At("Kind"));
        }
        else if (form.Kind != actor.Kind && form.Why.Length == 0)
        {
            problems.Add(RecordProblems.ActorWhy(ActorKinds.Name(actor.Kind), ActorKinds.Name(form.Kind)).At("Why"));
        }
        if (form.Note.Length > LongestNote)
        {
            problems.Add(RecordProblems.FilterTooLong("note", LongestNote).At("Note"));
        }
        if (form.Why.Length > IncidentFilterReading.LongestSearch)
        {
            problems.Add(RecordProblems.FilterTooLong("why", IncidentFilterReading.LongestSearch).At("Why"));
        }
        if (form.Alias.Length > 0 && Fold.Key(form.Alias).Length == 0)
        {
            problems.Add(RecordProblems.FilterName("alias", form.Alias).At("Alias"));
        }
        if (form.Alias.Length > IncidentFilterReading.LongestValue)
        {
            problems.Add(RecordProblems.FilterTooLong("alias", IncidentFilterReading.LongestValue).At("Alias"));
        }
        return problems;
    }

    private Task SaveAsync(ActorFacts actor, ActorForm form, Caller by) =>
        database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync(
                "UPDATE actor SET kind = @Kind, note = @note WHERE actor_id = @ActorId",
                new
                {
                    form.Kind,
                    note = form.Note.Length == 0 ? null : form.Note,
                    actor.ActorId,
                }
            );
            if (form.Alias.Length > 0)
            {
                await tx.ExecuteAsync(
                    """
                    INSERT INTO actor_name (actor_id, name, search_key) VALUES (@ActorId, @Alias, @key)
                    ON CONFLICT (actor_id, name) DO NOTHING
                    """,
                    new
                    {
                        actor.ActorId,
                        form.Alias,
                        key = Fold.Key(form.Alias),
                    }
                );
            }
            await audit.AppendAsync(
                tx,
                by.Id,
                "actor.changed",
                $"actor:{actor.ActorId}",
                new
                {
                    kindBefore = actor.Kind,
                    kindAfter = form.Kind,
                    form.Why,
                    noteChanged = (actor.Note ?? "") != form.Note,
                    form.Alias,
                }
            );
        });
}
