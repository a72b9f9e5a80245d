using System.Collections.Concurrent;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Storage;

namespace Toguna.Warn.Notices;

/// <summary>Wakes the pages of those who were just told of something, whichever server wrote it down.</summary>
/// <remarks>
/// While somebody listens the database is asked twice a second, once for all who listen; while nobody does it is left alone.
/// Thread-safe.
/// </remarks>
internal sealed class Pulse(Database database, TimeProvider clock)
{
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    /// <summary>A transaction may write its notices this long before others see them.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, (string User, TaskCompletionSource Woken)> waiting = new();
    private readonly HashSet<Guid> known = [];
    private int beating;

    /// <summary>Returns when something new was told to <paramref name="user"/>, or after <paramref name="most"/>.</summary>
    /// <returns>Whether there was.</returns>
    public async Task<bool> WaitAsync(string user, TimeSpan most, CancellationToken ct)
    {
        var id = Ids.New(clock);
        var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = (user, woken);
        try
        {
            if (Interlocked.CompareExchange(ref beating, 1, 0) == 0)
            {
                _ = BeatAsync();
            }
            return await Task.WhenAny(woken.Task, Task.Delay(most, ct)) == woken.Task;
        }
        finally
        {
            waiting.TryRemove(id, out _);
        }
    }

    private async Task BeatAsync()
    {
        do
        {
            while (!waiting.IsEmpty)
            {
                try
                {
                    Wake(await FreshAsync());
                }
                catch (Exception)
                {
                    // A database that is away for a moment is asked again; who waits comes back by themselves.
                }
                await Task.Delay(Every);
            }
            Volatile.Write(ref beating, 0);
        } while (!waiting.IsEmpty && Interlocked.CompareExchange(ref beating, 1, 0) == 0);
    }

    private void Wake(HashSet<string> told)
    {
        foreach (var (_, (user, woken)) in waiting.Where(w => told.Contains(w.Value.User)))
        {
            woken.TrySetResult();
        }
    }

    /// <summary>Who was told of something since the last beat; at the first one also what is a few seconds old, which may have been missed.</summary>
    private async Task<HashSet<string>> FreshAsync()
    {
        await using var c = await database.OpenAsync();
        var rows = (
            await c.QueryAsync<(Guid Id, string User)>(
                "SELECT notice_id, user_id FROM notice WHERE at >= @since",
                new { since = clock.GetUtcNow() - Slack }
            )
        ).AsList();
        var fresh = rows.Where(r => !known.Contains(r.Id)).Select(r => r.User).ToHashSet();
        known.Clear();
        known.UnionWith(rows.Select(r => r.Id));
        return fresh;
    }
}
