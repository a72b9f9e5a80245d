using System.Collections.Concurrent;
using Toguna.Foundation;

namespace Toguna.Record.Rearrangements;

/// <summary>Bulk changes that are under way in this process, so that a page can say how far they are.</summary>
/// <remarks>
/// A bulk change is one transaction: where the process dies nothing has happened, and nothing needs to be remembered.
/// Thread-safe.
/// </remarks>
internal sealed class BulkWork
{
    private const int MostRemembered = 200;

    private readonly ConcurrentDictionary<Guid, BulkProgress> works = new();

    /// <summary>Starts it, or finds the one that is under way under that id already.</summary>
    public BulkProgress Start(Guid id, string by, int total, Func<Action<int>, Task<Problem?>> work)
    {
        foreach (
            var old in works.Where(w => w.Value.Work.IsCompleted).OrderBy(w => w.Key).Take(works.Count - MostRemembered)
        )
        {
            works.TryRemove(old.Key, out _);
        }
        return works.GetOrAdd(id, _ => new BulkProgress(by, total, work));
    }

    /// <returns>Null when there is none of that person under that id.</returns>
    public BulkProgress? Find(Guid id, string by) =>
        works.TryGetValue(id, out var progress) && progress.By == by ? progress : null;

    /// <summary>What was refused may be sent again under the same id.</summary>
    public void Forget(Guid id) => works.TryRemove(id, out _);
}

/// <summary>How far a bulk change is.</summary>
internal sealed class BulkProgress
{
    private readonly Lazy<Task<Problem?>> work;
    private int done;

    public BulkProgress(string by, int total, Func<Action<int>, Task<Problem?>> start)
    {
        (By, Total) = (by, total);
        work = new(() => Task.Run(() => start(n => Interlocked.Add(ref done, n))));
    }

    public string By { get; }

    public int Total { get; }

    public int Done => done;

    /// <summary>Starts at first sight; its result is why it was refused, or null.</summary>
    public Task<Problem?> Work => work.Value;
}
