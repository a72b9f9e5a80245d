using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Mandate;

/// <summary>The political timeline: read by whoever draws a chart, written by its page.</summary>
public sealed class ContextBook(Database database, AuditLog audit)
{
    /// <summary>Events that touch a span, in time; null: open at that end.</summary>
    public async Task<IReadOnlyList<ContextEvent>> ListAsync(
        DateOnly? from = null,
        DateOnly? to = null,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        var events = await c.QueryAsync<ContextEvent>(
            """
            SELECT context_event_id, date_from, date_to, kind, label, label_fr, source FROM context_event
            WHERE date_to >= @From AND date_from <= @To ORDER BY date_from, context_event_id
            """,
            new { From = from ?? DateOnly.MinValue, To = to ?? DateOnly.MaxValue }
        );
        return events.AsList();
    }

    /// <param name="made">Its id is not used: a new one is made.</param>
    public Task<Guid> AddAsync(ContextEvent made, Caller by) =>
        database.WriteAsync(async tx =>
        {
            var id = tx.NewId();
            await InsertAsync(tx, id, made, by.Id, null);
            await audit.AppendAsync(tx, by.Id, "context.added", $"context:{id}", new { made.Kind, made.Label });
            return id;
        });

    /// <summary>Puts an event of a file on the timeline; one that stands there already is left as it is.</summary>
    /// <returns>Whether it is new.</returns>
    public static async Task<bool> KeepAsync(WriteScope tx, ContextEvent made, Guid importId, string by)
    {
        var same = await tx.QueryAsync<string>(
            "SELECT label FROM context_event WHERE date_from = @DateFrom AND date_to = @DateTo AND kind = @Kind",
            new
            {
                made.DateFrom,
                made.DateTo,
                made.Kind,
            }
        );
        var key = Methods.Text.Fold.Key(made.Label);
        if (same.Any(label => Methods.Text.Fold.Key(label) == key))
        {
            return false;
        }
        await InsertAsync(tx, tx.NewId(), made, by, importId);
        return true;
    }

    /// <summary>Takes back the events that an import brought.</summary>
    /// <returns>How many.</returns>
    public static Task<int> UndoAsync(WriteScope tx, Guid importId) =>
        tx.ExecuteAsync("DELETE FROM context_event WHERE import_id = @importId", new { importId });

    private static Task InsertAsync(WriteScope tx, Guid id, ContextEvent made, string by, Guid? importId) =>
        tx.ExecuteAsync(
            """
            INSERT INTO context_event (context_event_id, date_from, date_to, kind, label, label_fr, source, created_at, created_by, import_id)
            VALUES (@id, @DateFrom, @DateTo, @Kind, @Label, @LabelFr, @Source, @Now, @by, @importId)
            """,
            new
            {
                id,
                made.DateFrom,
                made.DateTo,
                made.Kind,
                made.Label,
                made.LabelFr,
                made.Source,
                tx.Now,
                by,
                importId,
            }
        );

    /// <exception cref="Foundation.ProblemException">There is no such event.</exception>
    public Task RemoveAsync(Guid id, Caller by) =>
        database.WriteAsync(async tx =>
        {
            if (await tx.ExecuteAsync("DELETE FROM context_event WHERE context_event_id = @id", new { id }) == 0)
            {
                throw MandateProblems.ContextUnknown(id.ToString()).Raise();
            }
            await audit.AppendAsync(tx, by.Id, "context.removed", $"context:{id}");
        });
}
