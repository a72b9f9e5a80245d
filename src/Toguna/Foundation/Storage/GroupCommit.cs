namespace Toguna.Foundation.Storage;

/// <summary>Writes what many send at the same moment in one transaction: each is told when it is on the disk, and not before.</summary>
/// <remarks>
/// Whoever comes while nobody writes, writes for all who are waiting by then; so one alone waits for nobody. A batch that
/// fails is written one by one, so that nobody fails for another's sake. Thread-safe.
/// </remarks>
/// <param name="write">Writes a batch; gives an answer for each item, in the same order. May be called again for the same items after a failure.</param>
/// <param name="most">Most items of one transaction, at least 1.</param>
public sealed class GroupCommit<TItem, TAnswer>(
    Database database,
    Func<WriteScope, IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> write,
    int most = 256
)
{
    private readonly GroupAsk<TItem, Task<TAnswer>> together = new(batch => WriteAsync(database, write, batch), most);

    /// <returns>The answer, after the item was committed.</returns>
    /// <exception cref="Exception">What <c>write</c> threw for this item.</exception>
    public async Task<TAnswer> AddAsync(TItem item) => await await together.AskAsync(item);

    /// <summary>An answer, or what went wrong, for each item; all of them are there when it returns.</summary>
    private static async Task<IReadOnlyList<Task<TAnswer>>> WriteAsync(
        Database database,
        Func<WriteScope, IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> write,
        IReadOnlyList<TItem> batch
    )
    {
        try
        {
            return [.. (await database.WriteAsync(tx => write(tx, batch))).Select(Task.FromResult)];
        }
        catch (Exception) when (batch.Count > 1)
        {
            var alone = new List<Task<TAnswer>>();
            foreach (var item in batch)
            {
                alone.Add((await WriteAsync(database, write, [item]))[0]);
            }
            return alone;
        }
        catch (Exception e)
        {
            return [Task.FromException<TAnswer>(e)];
        }
    }
}
