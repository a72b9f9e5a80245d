using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Toguna.Foundation.Sealing;

/// <summary>Destructions that this process carries out, so that a page can say how far they are.</summary>
/// <remarks>
/// Only for the page: what two people decided stands in the database, and what a crash cuts off is finished from there.
/// Thread-safe.
/// </remarks>
internal sealed partial class ShredWork(ShredSubject shred, ILogger<ShredWork> log)
{
    private readonly ConcurrentDictionary<Guid, ShredRun> runs = new();

    /// <summary>Starts it, or finds the run that is under way; one that failed is begun anew.</summary>
    public ShredRun Start(ShredRequest request)
    {
        if (runs.TryGetValue(request.ShredId, out var old) && old.Work.IsCompleted)
        {
            runs.TryRemove(KeyValuePair.Create(request.ShredId, old));
        }
        return runs.GetOrAdd(request.ShredId, _ => new ShredRun(run => RunAsync(request, run)));
    }

    /// <returns>Null when this process does nothing for that request.</returns>
    public ShredRun? Find(Guid shred) => runs.GetValueOrDefault(shred);

    private async Task<bool> RunAsync(ShredRequest request, ShredRun run)
    {
        try
        {
            await shred.DestroyAsync(request, run, CancellationToken.None);
            runs.TryRemove(request.ShredId, out _);
            return true;
        }
        catch (Exception e)
        {
            // The decision stands; the page says that it stopped and offers to go on.
            LogStopped(e, request.ShredId);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Destruction {Shred} stopped before it was done.")]
    private partial void LogStopped(Exception e, Guid shred);
}

/// <summary>One destruction under way.</summary>
internal sealed class ShredRun : IProgress<RotationProgress>
{
    private readonly Lazy<Task<bool>> work;
    private volatile RotationProgress last = new(0, 0);

    public ShredRun(Func<ShredRun, Task<bool>> start) => work = new(() => Task.Run(() => start(this)));

    /// <summary>Starts at first sight; false: it stopped before it was done.</summary>
    public Task<bool> Work => work.Value;

    public RotationProgress Last => last;

    public void Report(RotationProgress value) => last = value;
}
