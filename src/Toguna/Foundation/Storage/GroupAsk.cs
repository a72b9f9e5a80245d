using System.Collections.Concurrent;

namespace Toguna.Foundation.Storage;

/// <summary>Asks in one question what many want to know at the same moment.</summary>
/// <remarks>
/// Whoever comes while a question is on its way waits for the next one: no answer is older than the moment at which it was
/// asked for, and one alone waits for nobody. Thread-safe.
/// </remarks>
/// <param name="ask">Answers a batch, in the same order. What it throws, everybody of the batch is thrown.</param>
/// <param name="most">Most items of one question, at least 1.</param>
public sealed class GroupAsk<TItem, TAnswer>(
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> ask,
    int most = 256
)
{
    private readonly ConcurrentQueue<(TItem Item, TaskCompletionSource<TAnswer> Done)> waiting = new();
    private int asking;

    public Task<TAnswer> AskAsync(TItem item)
    {
        var done = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Enqueue((item, done));
        if (Interlocked.CompareExchange(ref asking, 1, 0) == 0)
        {
            _ = AskForAllAsync();
        }
        return done.Task;
    }

    /// <summary>Never throws: what goes wrong is told to those who wait.</summary>
    private async Task AskForAllAsync()
    {
        do
        {
            while (Take() is { Count: > 0 } batch)
            {
                await AskForAsync(batch);
            }
            Volatile.Write(ref asking, 0);
            // Who came between the last look and now found somebody asking who asks no more.
        } while (!waiting.IsEmpty && Interlocked.CompareExchange(ref asking, 1, 0) == 0);
    }

    private List<(TItem Item, TaskCompletionSource<TAnswer> Done)> Take()
    {
        var batch = new List<(TItem, TaskCompletionSource<TAnswer>)>();
        while (batch.Count < most && waiting.TryDequeue(out var next))
        {
            batch.Add(next);
        }
        return batch;
    }

    private async Task AskForAsync(List<(TItem Item, TaskCompletionSource<TAnswer> Done)> batch)
    {
        try
        {
            var answers = await ask(batch.ConvertAll(b => b.Item));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Done.SetResult(answers[i]);
            }
        }
        catch (Exception e)
        {
            foreach (var (_, done) in batch)
            {
                done.TrySetException(e);
            }
        }
    }
}
