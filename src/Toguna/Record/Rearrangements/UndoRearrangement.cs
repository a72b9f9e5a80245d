using System.Globalization;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Rearrangements;

/// <summary>Takes back a merge, a split or a bulk change as a whole; what somebody edited since is named and not overwritten.</summary>
internal sealed class UndoRearrangement(Database database, SaveMerge merges, SaveSplit splits, SaveBulkChange bulk)
{
    /// <summary>So many are named in a refusal.</summary>
    private const int MostNamed = 10;

    /// <param name="others">Of a bulk change: those that were edited since stay as they are, the others are taken back.</param>
    /// <returns>Why not; null: done.</returns>
    public Task<Problem?> UndoAsync(Guid id, bool others, Caller caller, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var found =
                    await RearrangementBook.FindAsync(tx.Connection, id, caller, tx.Transaction)
                    ?? throw RecordProblems.RearrangementUnknown(id.ToString()).Raise();
                var known = await RearrangementBook.IncidentsAsync(tx.Connection, id, tx.Transaction);
                await RearrangementBook.LockAsync(tx, known.Select(i => i.IncidentId));
                var incidents = await RearrangementBook.IncidentsAsync(tx.Connection, id, tx.Transaction);
                if (found.UndoneAt is not null)
                {
                    return RecordProblems.UndoneAlready();
                }
                var since = incidents.Where(i => i.Role != "merged" && i.Now != i.Version).ToList();
                if (since.Count > 0 && (found.Kind != "bulk" || !others))
                {
                    return RecordProblems.EditedSince(since.Count, await NamesAsync(tx, since));
                }
                switch (found.Kind)
                {
                    case "merge":
                        await merges.UndoAsync(tx, found, incidents, caller);
                        break;
                    case "split":
                        await splits.UndoAsync(tx, found, incidents, caller);
                        break;
                    default:
                        await bulk.UndoAsync(tx, found, [.. incidents.Except(since)], caller);
                        break;
                }
                await RearrangementBook.NoteUndoneAsync(tx, id, caller);
                return (Problem?)null;
            },
            ct
        );

    /// <summary>INC-0412 (hro, 3 March 2031); the first of them.</summary>
    private static async Task<string> NamesAsync(WriteScope tx, List<Rearranged> since)
    {
        var named = new List<string>();
        foreach (var one in since.Take(MostNamed))
        {
            var last = await RearrangementBook.LastChangeAsync(tx, one.IncidentId);
            var who = last is null
                ? null
                : (await PeopleIn(tx, last.ByUser)).GetValueOrDefault(last.ByUser, last.ByUser);
            var reference = one.Number is { } number ? IncidentSummary.ReferenceOf(number) : "–";
            named.Add(
                last is null
                    ? reference
                    : $"{reference} ({who}, {last.At.UtcDateTime.ToString("d MMM yyyy HH:mm", CultureInfo.CurrentCulture)} UTC)"
            );
        }
        return string.Join("; ", named) + (since.Count > MostNamed ? " …" : "");
    }

    private static Task<IReadOnlyDictionary<string, string>> PeopleIn(WriteScope tx, string id) =>
        People.NamesAsync(tx.Connection, tx.Engine, [id], tx.Transaction);
}
