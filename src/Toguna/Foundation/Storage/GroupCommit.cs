using System.Collections.Concurrent;

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
) : IDisposable
{
    private readonly ConcurrentQueue<(TItem Item, TaskCompletionSource<TAnswer> Done)> waiting = new();
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <returns>The answer, after the item was committed.</returns>
    /// <exception cref="Exception">What <c>write</c> threw for this item.</exception>
    public async Task<TAnswer> AddAsync(TItem item)
    {
        var done = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Enqueue((item, done));
        await turn.WaitAsync();
        try
        {
            while (!done.Task.IsCompleted)
            {
                await WriteWaitingAsync();
            }
        }
        finally
        {
            turn.Release();
        }
        return await done.Task;
    }

    public void Dispose() => turn.Dispose();

    /// <summary>One batch of those who wait, in the order in which they came.</summary>
    private async Task WriteWaitingAsync()
    {
        var batch = new List<(TItem Item, TaskCompletionSource<TAnswer> Done)>();
        while (batch.Count < most && waiting.TryDequeue(out var next))
        {
            batch.Add(next);
        }
        try
        {
            var answers = await database.WriteAsync(tx => write(tx, batch.ConvertAll(b => b.Item)));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Done.SetResult(answers[i]);
            }
        }
        catch (Exception) when (batch.Count > 1)
        {
            foreach (var (item, done) in batch)
            {
                await WriteAloneAsync(item, done);
            }
        }
        catch (Exception e)
        {
            batch[0].Done.SetException(e);
        }
    }

    private async Task WriteAloneAsync(TItem item, TaskCompletionSource<TAnswer> done)
    {
        try
        {
            done.SetResult((await database.WriteAsync(tx => write(tx, [item])))[0]);
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }
}
